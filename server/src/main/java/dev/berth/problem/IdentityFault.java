package dev.berth.problem;

/** Why IAM or STS refuses, by the names of their errors. */
public enum IdentityFault {
    NO_SUCH_ENTITY("NoSuchEntity", 404),
    ENTITY_ALREADY_EXISTS("EntityAlreadyExists", 409),
    DELETE_CONFLICT("DeleteConflict", 409),
    CONCURRENT_MODIFICATION("ConcurrentModification", 409),
    LIMIT_EXCEEDED("LimitExceeded", 409),
    UNMODIFIABLE_ENTITY("UnmodifiableEntity", 400),
    INVALID_INPUT("InvalidInput", 400),
    VALIDATION_ERROR("ValidationError", 400),
    MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocument", 400),
    PACKED_POLICY_TOO_LARGE("PackedPolicyTooLarge", 400),
    INVALID_IDENTITY_TOKEN("InvalidIdentityToken", 400),
    EXPIRED_IDENTITY_TOKEN("ExpiredTokenException", 400),
    IDP_REJECTED_CLAIM("IDPRejectedClaim", 403),
    IDP_COMMUNICATION_ERROR("IDPCommunicationError", 400);

    private final String code;
    private final int status;

    IdentityFault(String code, int status) {
        this.code = code;
        this.status = status;
    }

    public String code() {
        return code;
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }
}
