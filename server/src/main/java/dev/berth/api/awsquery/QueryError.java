package dev.berth.api.awsquery;

import dev.berth.problem.Problem;

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
            case Problem.CredentialMissing _ ->
                    of(FORBIDDEN, "MissingAuthenticationToken", problem);
            case Problem.CredentialMalformed _ -> of(BAD_REQUEST, "IncompleteSignature", problem);
            case Problem.CredentialUnknown _, Problem.LoginTokenInvalid _ ->
                    of(FORBIDDEN, "InvalidClientTokenId", problem);
            case Problem.LoginTokenExpired _,
                    Problem.LoginTokenRevoked _,
                    Problem.SessionExpired _ ->
                    of(FORBIDDEN, "ExpiredToken", problem);
            case Problem.IdentitiesStale _ -> of(UNAVAILABLE, "ServiceUnavailable", problem);
            case Problem.Identity identity ->
                    of(identity.fault().status(), identity.fault().code(), problem);
            case Problem.SignatureInvalid _ -> of(FORBIDDEN, "SignatureDoesNotMatch", problem);
            case Problem.AccessDenied _ -> of(FORBIDDEN, "AccessDenied", problem);
            case Problem.Throttled _ -> of(BAD_REQUEST, "Throttling", problem);
            case Problem.NotAvailable _ -> of(BAD_REQUEST, "InvalidAction", problem);
            case Problem.BodyBroken _ -> of(BAD_REQUEST, "MalformedInput", problem);
            case Problem.QuotaExceeded _ -> of(CONFLICT, "LimitExceeded", problem);
            case Problem.StorageFull _ -> of(STORAGE_FULL, "StorageFull", problem);
            case Problem.InvalidParameter _,
                    Problem.InvalidRequest _,
                    Problem.InvalidResourceTag _,
                    Problem.TooManyResourceTags _,
                    Problem.AccountSettingInvalid _,
                    Problem.ManifestInvalid _,
                    Problem.ManifestTooLarge _,
                    Problem.ManifestDigestMismatch _,
                    Problem.LayerTooLarge _,
                    Problem.PartOutOfOrder _,
                    Problem.PartSizeMismatch _,
                    Problem.PartRangeInvalid _,
                    Problem.PartTooSmall _,
                    Problem.UploadEmpty _,
                    Problem.LayerDigestMismatch _,
                    Problem.DigestInvalid _,
                    Problem.RangeUnsatisfiable _ ->
                    of(BAD_REQUEST, "ValidationError", problem);
            case Problem.RepositoryUnknown _,
                    Problem.RepositoryPolicyUnknown _,
                    Problem.RegistryPolicyUnknown _,
                    Problem.RegistryTokenUnknown _,
                    Problem.ManifestUnknown _,
                    Problem.ImageUnknown _,
                    Problem.LayersUnknown _,
                    Problem.ChildrenUnknown _,
                    Problem.PullTimeExclusionUnknown _,
                    Problem.LayerUnknown _,
                    Problem.UploadUnknown _ ->
                    of(NOT_FOUND, "NoSuchEntity", problem);
            case Problem.RepositoryExists _,
                    Problem.ImageExists _,
                    Problem.PullTimeExclusionExists _,
                    Problem.LayerExists _ ->
                    of(CONFLICT, "EntityAlreadyExists", problem);
            case Problem.RepositoryNotEmpty _,
                    Problem.TagImmutable _,
                    Problem.ImageReferenced _,
                    Problem.StorageClassNotSupported _,
                    Problem.LayerInaccessible _,
                    Problem.LayerReferenced _ ->
                    of(CONFLICT, "DeleteConflict", problem);
        };
    }

    private static QueryError of(int status, String code, Problem problem) {
        return new QueryError(status, code, problem.message());
    }
}
