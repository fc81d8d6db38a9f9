package dev.berth.api.v2;

/** The errors of this protocol: the code on the wire, and the status that goes with it. */
enum OciError {
    BAD_CREDENTIAL("UNAUTHORIZED", 400),
    BLOB_UNKNOWN("BLOB_UNKNOWN", 404),
    BLOB_UPLOAD_INVALID("BLOB_UPLOAD_INVALID", 400),
    BLOB_UPLOAD_OUT_OF_ORDER("BLOB_UPLOAD_INVALID", 416),
    BLOB_UPLOAD_UNKNOWN("BLOB_UPLOAD_UNKNOWN", 404),
    DENIED("DENIED", 403),
    DIGEST_INVALID("DIGEST_INVALID", 400),
    INTERNAL("UNKNOWN", 500),
    INVALID_REQUEST("UNSUPPORTED", 400),
    MANIFEST_BLOB_UNKNOWN("MANIFEST_BLOB_UNKNOWN", 400),
    MANIFEST_TOO_LARGE("MANIFEST_INVALID", 413),
    MANIFEST_UNKNOWN("MANIFEST_UNKNOWN", 404),
    NAME_INVALID("NAME_INVALID", 400),
    NAME_UNKNOWN("NAME_UNKNOWN", 404),
    NO_SUCH_PATH("UNSUPPORTED", 404),
    RANGE_UNSATISFIABLE("SIZE_INVALID", 416),
    SIZE_INVALID("SIZE_INVALID", 400),
    /**
     * Not 500 or 503: those are repeated by clients at once and several times, and a disk does not
     * become free by that.
     */
    STORAGE_FULL("DENIED", 507),
    TAG_INVALID("TAG_INVALID", 400),
    TOO_LARGE("SIZE_INVALID", 413),
    TOO_MANY_REQUESTS("TOOMANYREQUESTS", 429),
    UNAVAILABLE("DENIED", 503),
    UNSUPPORTED("UNSUPPORTED", 405);

    private final String code;
    private final int status;

    OciError(String code, int status) {
        this.code = code;
        this.status = status;
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }
}
