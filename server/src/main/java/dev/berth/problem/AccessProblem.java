package dev.berth.problem;

/** Of who asks: credentials, tokens and identities, and what they may not. */
public sealed interface AccessProblem extends Problem {

    /**
     * The caller is known, and may not.
     *
     * @param deniedBy what decided; empty where the caller is not told
     */
    record AccessDenied(String message, String deniedBy) implements AccessProblem {
        public AccessDenied(String message) {
            this(message, "");
        }
    }

    /** There is no credential at all. */
    record CredentialMissing() implements AccessProblem {
        @Override
        public String message() {
            return "Missing Authentication Token";
        }
    }

    /** The Authorization header cannot be read. */
    record CredentialMalformed(String message) implements AccessProblem {}

    /** The access key is not known here, or was deleted. */
    record CredentialUnknown() implements AccessProblem {
        @Override
        public String message() {
            return "The security token included in the request is invalid.";
        }
    }

    /** The signature is not that of this request: wrong, skewed, or of another scope or host. */
    record SignatureInvalid(String message) implements AccessProblem {}

    /** The password of docker login is no token of this server. */
    record LoginTokenInvalid() implements AccessProblem {
        @Override
        public String message() {
            return "The authorization token is invalid";
        }
    }

    record LoginTokenExpired() implements AccessProblem {
        @Override
        public String message() {
            return "Your authorization token has expired. Reauthenticate and try again.";
        }
    }

    /** The token was true once: it, its principal or its key has been ended since. */
    record LoginTokenRevoked() implements AccessProblem {
        @Override
        public String message() {
            return "Your authorization token has been revoked. Reauthenticate and try again.";
        }
    }

    record RegistryTokenUnknown(String id) implements AccessProblem {
        @Override
        public String message() {
            return "The registry token with id '%s' does not exist".formatted(id);
        }
    }

    /** Temporary credentials are past their end. */
    record SessionExpired() implements AccessProblem {
        @Override
        public String message() {
            return "The security token included in the request is expired";
        }
    }

    /** Who may do what could not be read for too long: nobody is let in on old knowledge. */
    record IdentitiesStale() implements AccessProblem {
        @Override
        public String message() {
            return "The server cannot verify identities at the moment. Try again later.";
        }
    }

    /** IAM or STS refuses, in its own words. */
    record Identity(IdentityFault fault, String message) implements AccessProblem {}
}
