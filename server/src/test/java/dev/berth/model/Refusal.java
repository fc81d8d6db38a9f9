package dev.berth.model;

/** Why the model refuses, and how each door says so. */
enum Refusal {
    REPOSITORY_UNKNOWN(404, "NAME_UNKNOWN", "RepositoryNotFoundException"),
    REPOSITORY_EXISTS(0, "", "RepositoryAlreadyExistsException"),
    REPOSITORY_NOT_EMPTY(0, "", "RepositoryNotEmptyException"),
    BLOB_UNKNOWN(404, "BLOB_UNKNOWN", "LayersNotFoundException"),
    BLOB_REFERENCED(405, "UNSUPPORTED", ""),
    LAYER_EXISTS(0, "", "LayerAlreadyExistsException"),
    UPLOAD_UNKNOWN(404, "BLOB_UPLOAD_UNKNOWN", "UploadNotFoundException"),
    UPLOAD_EMPTY(0, "", "EmptyUploadException"),
    OUT_OF_ORDER(416, "BLOB_UPLOAD_INVALID", "InvalidLayerPartException"),
    WRONG_DIGEST(400, "DIGEST_INVALID", "InvalidLayerException"),
    BLOBS_MISSING(400, "MANIFEST_BLOB_UNKNOWN", "LayersNotFoundException"),
    CHILDREN_MISSING(400, "MANIFEST_BLOB_UNKNOWN", "ReferencedImagesNotFoundException"),
    TAG_IMMUTABLE(400, "TAG_INVALID", "ImageTagAlreadyExistsException"),
    IMAGE_EXISTS(0, "", "ImageAlreadyExistsException"),
    IMAGE_UNKNOWN(404, "MANIFEST_UNKNOWN", "ImageNotFound"),
    IMAGE_REFERENCED(405, "UNSUPPORTED", "ImageReferencedByManifestList"),
    IMAGE_NOT_FOUND(0, "", "ImageNotFoundException"),
    NOT_FOR_ARCHIVE(0, "", "ImageStorageClassUpdateNotSupportedException"),
    TAG_OF_ANOTHER(0, "", "ImageTagDoesNotMatchDigest");

    private final int status;
    private final String code;
    private final String exception;

    Refusal(int status, String code, String exception) {
        this.status = status;
        this.code = code;
        this.exception = exception;
    }

    /** On /v2. */
    int status() {
        return status;
    }

    /** On /v2. */
    String code() {
        return code;
    }

    /** Of the API: the error's type, or the code of a failure in a batch. */
    String exception() {
        return exception;
    }
}
