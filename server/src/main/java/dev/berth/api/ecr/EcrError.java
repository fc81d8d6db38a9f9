package dev.berth.api.ecr;

import dev.berth.api.awsjson.WireError;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.RepositoryProblem;

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
        return switch (problem) { // exhaustive on purpose, as are those it leads to
            case Problem.InvalidParameter _ -> INVALID_PARAMETER;
            case Problem.InvalidRequest _ -> INVALID_PARAMETER;
            case Problem.NotAvailable(String what, _) when what.equals(WITHOUT_INVALID_PARAMETER) ->
                    VALIDATION;
            case Problem.NotAvailable _ -> INVALID_PARAMETER;
            case Problem.BodyBroken _ -> REQUEST_TIMEOUT;
            case Problem.QuotaExceeded _ -> LIMIT_EXCEEDED;
            case Problem.DigestInvalid _ -> INVALID_PARAMETER;
            // Clients repeat a ServerException, and a disk does not become free by that. The model
            // has this error for all operations that bring content.
            case Problem.StorageFull _ -> LIMIT_EXCEEDED;
            case Problem.Throttled _ -> THROTTLING;

            case RepositoryProblem about -> ofRepository(about);
            case ImageProblem about -> ofImage(about);
            case LayerProblem about -> ofLayer(about);
            case AccessProblem about -> ofAccess(about);
        };
    }

    private static EcrError ofRepository(RepositoryProblem problem) {
        return switch (problem) {
            case RepositoryProblem.RepositoryUnknown _ -> REPOSITORY_NOT_FOUND;
            case RepositoryProblem.RepositoryExists _ -> REPOSITORY_ALREADY_EXISTS;
            case RepositoryProblem.RepositoryNotEmpty _ -> REPOSITORY_NOT_EMPTY;
            case RepositoryProblem.InvalidResourceTag _ -> INVALID_TAG_PARAMETER;
            case RepositoryProblem.TooManyResourceTags _ -> TOO_MANY_TAGS;
            case RepositoryProblem.AccountSettingInvalid _ -> VALIDATION;
            case RepositoryProblem.RepositoryPolicyUnknown _ -> REPOSITORY_POLICY_NOT_FOUND;
            case RepositoryProblem.RegistryPolicyUnknown _ -> REGISTRY_POLICY_NOT_FOUND;
        };
    }

    private static EcrError ofImage(ImageProblem problem) {
        return switch (problem) {
            case ImageProblem.ManifestInvalid _ -> INVALID_PARAMETER;
            case ImageProblem.ManifestTooLarge _ -> INVALID_PARAMETER;
            case ImageProblem.ManifestDigestMismatch _ -> IMAGE_DIGEST_DOES_NOT_MATCH;
            case ImageProblem.ManifestUnknown _ -> IMAGE_NOT_FOUND;
            case ImageProblem.ImageUnknown _ -> IMAGE_NOT_FOUND;
            case ImageProblem.ImageExists _ -> IMAGE_ALREADY_EXISTS;
            case ImageProblem.TagImmutable _ -> IMAGE_TAG_ALREADY_EXISTS;
            case ImageProblem.LayersUnknown _ -> LAYERS_NOT_FOUND;
            case ImageProblem.ChildrenUnknown _ -> REFERENCED_IMAGES_NOT_FOUND;
            case ImageProblem.ImageReferenced _ -> INVALID_PARAMETER;
            case ImageProblem.StorageClassNotSupported _ ->
                    IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED;
            case ImageProblem.PullTimeExclusionExists _ -> EXCLUSION_ALREADY_EXISTS;
            case ImageProblem.PullTimeExclusionUnknown _ -> EXCLUSION_NOT_FOUND;
        };
    }

    private static EcrError ofLayer(LayerProblem problem) {
        return switch (problem) {
            case LayerProblem.LayerUnknown _ -> LAYERS_NOT_FOUND;
            case LayerProblem.LayerInaccessible _ -> LAYER_INACCESSIBLE;
            case LayerProblem.LayerExists _ -> LAYER_ALREADY_EXISTS;
            case LayerProblem.LayerReferenced _ -> INVALID_PARAMETER;
            case LayerProblem.LayerTooLarge _ -> LIMIT_EXCEEDED;
            case LayerProblem.UploadUnknown _ -> UPLOAD_NOT_FOUND;
            case LayerProblem.PartOutOfOrder _ -> INVALID_LAYER_PART;
            case LayerProblem.PartSizeMismatch _ -> INVALID_LAYER_PART;
            case LayerProblem.PartRangeInvalid _ -> INVALID_PARAMETER;
            case LayerProblem.PartTooSmall _ -> LAYER_PART_TOO_SMALL;
            case LayerProblem.UploadEmpty _ -> EMPTY_UPLOAD;
            case LayerProblem.LayerDigestMismatch _ -> INVALID_LAYER;
            case LayerProblem.RangeUnsatisfiable _ -> INVALID_PARAMETER;
        };
    }

    private static EcrError ofAccess(AccessProblem problem) {
        return switch (problem) {
            case AccessProblem.AccessDenied _ -> ACCESS_DENIED;
            case AccessProblem.CredentialMissing _ -> MISSING_AUTHENTICATION_TOKEN;
            case AccessProblem.CredentialMalformed _ -> INCOMPLETE_SIGNATURE;
            case AccessProblem.CredentialUnknown _ -> UNRECOGNIZED_CLIENT;
            case AccessProblem.SignatureInvalid _ -> INVALID_SIGNATURE;
            case AccessProblem.LoginTokenInvalid _ -> UNRECOGNIZED_CLIENT;
            case AccessProblem.LoginTokenExpired _ -> EXPIRED_TOKEN;
            case AccessProblem.LoginTokenRevoked _ -> EXPIRED_TOKEN;
            case AccessProblem.RegistryTokenUnknown _ -> REGISTRY_TOKEN_NOT_FOUND;
            case AccessProblem.SessionExpired _ -> EXPIRED_TOKEN;
            case AccessProblem.IdentitiesStale _ -> SERVICE_UNAVAILABLE;
            case AccessProblem.Identity _ -> INVALID_PARAMETER;
        };
    }
}
