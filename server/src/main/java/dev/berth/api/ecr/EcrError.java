package dev.berth.api.ecr;

import dev.berth.api.awsjson.WireError;
import dev.berth.problem.Problem;

/** The errors of ECR's service model that berth answers with, and those of every AWS service. */
enum EcrError {
    EMPTY_UPLOAD("EmptyUploadException"),
    EXCLUSION_ALREADY_EXISTS("ExclusionAlreadyExistsException"),
    EXCLUSION_NOT_FOUND("ExclusionNotFoundException"),
    IMAGE_ALREADY_EXISTS("ImageAlreadyExistsException"),
    IMAGE_DIGEST_DOES_NOT_MATCH("ImageDigestDoesNotMatchException"),
    IMAGE_NOT_FOUND("ImageNotFoundException"),
    IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED("ImageStorageClassUpdateNotSupportedException"),
    IMAGE_TAG_ALREADY_EXISTS("ImageTagAlreadyExistsException"),
    INVALID_LAYER("InvalidLayerException"),
    INVALID_LAYER_PART("InvalidLayerPartException"),
    INVALID_PARAMETER("InvalidParameterException"),
    INVALID_TAG_PARAMETER("InvalidTagParameterException"),
    LAYER_ALREADY_EXISTS("LayerAlreadyExistsException"),
    LAYER_INACCESSIBLE("LayerInaccessibleException"),
    LAYER_PART_TOO_SMALL("LayerPartTooSmallException"),
    LAYERS_NOT_FOUND("LayersNotFoundException"),
    LIMIT_EXCEEDED("LimitExceededException"),
    REFERENCED_IMAGES_NOT_FOUND("ReferencedImagesNotFoundException"),
    REPOSITORY_ALREADY_EXISTS("RepositoryAlreadyExistsException"),
    REPOSITORY_NOT_EMPTY("RepositoryNotEmptyException"),
    REGISTRY_POLICY_NOT_FOUND("RegistryPolicyNotFoundException"),
    REGISTRY_TOKEN_NOT_FOUND("RegistryTokenNotFoundException"),
    REPOSITORY_NOT_FOUND("RepositoryNotFoundException"),
    REPOSITORY_POLICY_NOT_FOUND("RepositoryPolicyNotFoundException"),
    SERVER("ServerException", 500),
    TOO_MANY_TAGS("TooManyTagsException"),
    UPLOAD_NOT_FOUND("UploadNotFoundException"),
    VALIDATION("ValidationException"),

    ACCESS_DENIED("AccessDeniedException"),
    EXPIRED_TOKEN("ExpiredTokenException"),
    INCOMPLETE_SIGNATURE("IncompleteSignatureException"),
    INVALID_SIGNATURE("InvalidSignatureException"),
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException"),
    REQUEST_TIMEOUT("RequestTimeoutException"),
    SERVICE_UNAVAILABLE("ServiceUnavailableException", 503),
    THROTTLING("ThrottlingException"),
    UNRECOGNIZED_CLIENT("UnrecognizedClientException");

    private static final int BAD_REQUEST = 400;

    /** The one operation whose model knows no InvalidParameterException. */
    private static final String WITHOUT_INVALID_PARAMETER = "DeleteSigningConfiguration";

    private final String code;
    private final int status;

    EcrError(String code) {
        this(code, BAD_REQUEST);
    }

    EcrError(String code, int status) {
        this.code = code;
        this.status = status;
    }

    WireError wire() {
        return new WireError(code, status);
    }

    static EcrError of(Problem problem) {
        return switch (problem) { // exhaustive on purpose
            case Problem.InvalidParameter _ -> INVALID_PARAMETER;
            case Problem.InvalidRequest _ -> INVALID_PARAMETER;
            case Problem.NotAvailable(String what, _) when what.equals(WITHOUT_INVALID_PARAMETER) ->
                    VALIDATION;
            case Problem.NotAvailable _ -> INVALID_PARAMETER;
            case Problem.BodyBroken _ -> REQUEST_TIMEOUT;

            case Problem.RepositoryUnknown _ -> REPOSITORY_NOT_FOUND;
            case Problem.RepositoryExists _ -> REPOSITORY_ALREADY_EXISTS;
            case Problem.RepositoryNotEmpty _ -> REPOSITORY_NOT_EMPTY;
            case Problem.QuotaExceeded _ -> LIMIT_EXCEEDED;
            case Problem.InvalidResourceTag _ -> INVALID_TAG_PARAMETER;
            case Problem.TooManyResourceTags _ -> TOO_MANY_TAGS;
            case Problem.AccountSettingInvalid _ -> VALIDATION;

            case Problem.ManifestInvalid _ -> INVALID_PARAMETER;
            case Problem.ManifestTooLarge _ -> INVALID_PARAMETER;
            case Problem.ManifestDigestMismatch _ -> IMAGE_DIGEST_DOES_NOT_MATCH;
            case Problem.ManifestUnknown _ -> IMAGE_NOT_FOUND;
            case Problem.ImageUnknown _ -> IMAGE_NOT_FOUND;
            case Problem.ImageExists _ -> IMAGE_ALREADY_EXISTS;
            case Problem.TagImmutable _ -> IMAGE_TAG_ALREADY_EXISTS;
            case Problem.LayersUnknown _ -> LAYERS_NOT_FOUND;
            case Problem.ChildrenUnknown _ -> REFERENCED_IMAGES_NOT_FOUND;
            case Problem.ImageReferenced _ -> INVALID_PARAMETER;

            case Problem.StorageClassNotSupported _ -> IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED;
            case Problem.PullTimeExclusionExists _ -> EXCLUSION_ALREADY_EXISTS;
            case Problem.PullTimeExclusionUnknown _ -> EXCLUSION_NOT_FOUND;

            case Problem.LayerUnknown _ -> LAYERS_NOT_FOUND;
            case Problem.LayerInaccessible _ -> LAYER_INACCESSIBLE;
            case Problem.LayerExists _ -> LAYER_ALREADY_EXISTS;
            case Problem.LayerReferenced _ -> INVALID_PARAMETER;
            case Problem.LayerTooLarge _ -> LIMIT_EXCEEDED;
            case Problem.UploadUnknown _ -> UPLOAD_NOT_FOUND;
            case Problem.PartOutOfOrder _ -> INVALID_LAYER_PART;
            case Problem.PartSizeMismatch _ -> INVALID_LAYER_PART;
            case Problem.PartRangeInvalid _ -> INVALID_PARAMETER;
            case Problem.PartTooSmall _ -> LAYER_PART_TOO_SMALL;
            case Problem.UploadEmpty _ -> EMPTY_UPLOAD;
            case Problem.LayerDigestMismatch _ -> INVALID_LAYER;
            case Problem.DigestInvalid _ -> INVALID_PARAMETER;
            case Problem.RangeUnsatisfiable _ -> INVALID_PARAMETER;
            // Clients repeat a ServerException, and a disk does not become free by that. The model
            // has this error for all operations that bring content.
            case Problem.StorageFull _ -> LIMIT_EXCEEDED;

            case Problem.AccessDenied _ -> ACCESS_DENIED;
            case Problem.CredentialMissing _ -> MISSING_AUTHENTICATION_TOKEN;
            case Problem.CredentialMalformed _ -> INCOMPLETE_SIGNATURE;
            case Problem.CredentialUnknown _ -> UNRECOGNIZED_CLIENT;
            case Problem.SignatureInvalid _ -> INVALID_SIGNATURE;
            case Problem.LoginTokenInvalid _ -> UNRECOGNIZED_CLIENT;
            case Problem.LoginTokenExpired _ -> EXPIRED_TOKEN;
            case Problem.LoginTokenRevoked _ -> EXPIRED_TOKEN;
            case Problem.RegistryTokenUnknown _ -> REGISTRY_TOKEN_NOT_FOUND;
            case Problem.SessionExpired _ -> EXPIRED_TOKEN;
            case Problem.IdentitiesStale _ -> SERVICE_UNAVAILABLE;
            case Problem.Identity _ -> INVALID_PARAMETER;
            case Problem.RepositoryPolicyUnknown _ -> REPOSITORY_POLICY_NOT_FOUND;
            case Problem.RegistryPolicyUnknown _ -> REGISTRY_POLICY_NOT_FOUND;
            case Problem.Throttled _ -> THROTTLING;
        };
    }
}
