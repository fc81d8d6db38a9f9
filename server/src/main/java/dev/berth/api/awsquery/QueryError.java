package dev.berth.api.awsquery;

import dev.berth.problem.AccessProblem;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.RepositoryProblem;

/** How a refusal looks on the wire of the Query protocol. */
record QueryError(int status, String code, String message) {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final int STORAGE_FULL = 507;

    static QueryError unknownAction(String action, String version) {
        return new QueryError(
                BAD_REQUEST,
                "InvalidAction",
                "Could not find operation %s for version %s".formatted(action, version));
    }

    static QueryError missingAction() {
        return new QueryError(
                BAD_REQUEST, "MissingAction", "The request is missing the parameter 'Action'");
    }

    static QueryError internal(String requestId) {
        return new QueryError(
                SERVER_ERROR,
                "InternalFailure",
                "The server failed to answer the request with id " + requestId);
    }

    /** {@code Sender} or {@code Receiver}: whose fault it is. */
    String type() {
        return status < 500 ? "Sender" : "Receiver";
    }

    static QueryError of(Problem problem) {
        return switch (problem) { // exhaustive on purpose
            case AccessProblem.CredentialMissing _ ->
                    of(FORBIDDEN, "MissingAuthenticationToken", problem);
            case AccessProblem.CredentialMalformed _ ->
                    of(BAD_REQUEST, "IncompleteSignature", problem);
            case AccessProblem.CredentialUnknown _, AccessProblem.LoginTokenInvalid _ ->
                    of(FORBIDDEN, "InvalidClientTokenId", problem);
            case AccessProblem.LoginTokenExpired _,
                    AccessProblem.LoginTokenRevoked _,
                    AccessProblem.SessionExpired _ ->
                    of(FORBIDDEN, "ExpiredToken", problem);
            case AccessProblem.IdentitiesStale _ -> of(UNAVAILABLE, "ServiceUnavailable", problem);
            case AccessProblem.Identity identity ->
                    of(identity.fault().status(), identity.fault().code(), problem);
            case AccessProblem.SignatureInvalid _ ->
                    of(FORBIDDEN, "SignatureDoesNotMatch", problem);
            case AccessProblem.AccessDenied _ -> of(FORBIDDEN, "AccessDenied", problem);
            case Problem.Throttled _ -> of(BAD_REQUEST, "Throttling", problem);
            case Problem.NotAvailable _ -> of(BAD_REQUEST, "InvalidAction", problem);
            case Problem.BodyBroken _ -> of(BAD_REQUEST, "MalformedInput", problem);
            case Problem.QuotaExceeded _ -> of(CONFLICT, "LimitExceeded", problem);
            case Problem.StorageFull _ -> of(STORAGE_FULL, "StorageFull", problem);
            case Problem.InvalidParameter _,
                    Problem.InvalidRequest _,
                    RepositoryProblem.InvalidResourceTag _,
                    RepositoryProblem.TooManyResourceTags _,
                    RepositoryProblem.AccountSettingInvalid _,
                    ImageProblem.ManifestInvalid _,
                    ImageProblem.ManifestTooLarge _,
                    ImageProblem.ManifestDigestMismatch _,
                    LayerProblem.LayerTooLarge _,
                    LayerProblem.PartOutOfOrder _,
                    LayerProblem.PartSizeMismatch _,
                    LayerProblem.PartRangeInvalid _,
                    LayerProblem.PartTooSmall _,
                    LayerProblem.UploadEmpty _,
                    LayerProblem.LayerDigestMismatch _,
                    Problem.DigestInvalid _,
                    LayerProblem.RangeUnsatisfiable _ ->
                    of(BAD_REQUEST, "ValidationError", problem);
            case RepositoryProblem.RepositoryUnknown _,
                    RepositoryProblem.RepositoryPolicyUnknown _,
                    RepositoryProblem.RegistryPolicyUnknown _,
                    AccessProblem.RegistryTokenUnknown _,
                    ImageProblem.ManifestUnknown _,
                    ImageProblem.ImageUnknown _,
                    ImageProblem.LayersUnknown _,
                    ImageProblem.ChildrenUnknown _,
                    ImageProblem.PullTimeExclusionUnknown _,
                    LayerProblem.LayerUnknown _,
                    LayerProblem.UploadUnknown _ ->
                    of(NOT_FOUND, "NoSuchEntity", problem);
            case RepositoryProblem.RepositoryExists _,
                    ImageProblem.ImageExists _,
                    ImageProblem.PullTimeExclusionExists _,
                    LayerProblem.LayerExists _ ->
                    of(CONFLICT, "EntityAlreadyExists", problem);
            case RepositoryProblem.RepositoryNotEmpty _,
                    ImageProblem.TagImmutable _,
                    ImageProblem.ImageReferenced _,
                    ImageProblem.StorageClassNotSupported _,
                    LayerProblem.LayerInaccessible _,
                    LayerProblem.LayerReferenced _ ->
                    of(CONFLICT, "DeleteConflict", problem);
        };
    }

    private static QueryError of(int status, String code, Problem problem) {
        return new QueryError(status, code, problem.message());
    }
}
