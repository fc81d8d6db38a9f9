package dev.berth.problem;

/**
 * Every reason for which a request is refused, by subject; here those that have none of their own.
 * Each front door maps every case to its own wire error; the message is written once, with its
 * case, in ECR's words where ECR has some.
 */
public sealed interface Problem
        permits Problem.InvalidParameter,
                Problem.InvalidRequest,
                Problem.NotAvailable,
                Problem.BodyBroken,
                Problem.QuotaExceeded,
                Problem.DigestInvalid,
                Problem.StorageFull,
                Problem.Throttled,
                RepositoryProblem,
                ImageProblem,
                LayerProblem,
                AccessProblem {
    String message();

    /** A member of a request breaks a rule; {@code constraint} says which, in ECR's words. */
    record InvalidParameter(String member, String constraint) implements Problem {
        @Override
        public String message() {
            return "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
                    .formatted(member, constraint);
        }
    }

    /** Several members, or the request as a whole, break a rule. */
    record InvalidRequest(String message) implements Problem {}

    /** The operation exists in ECR and is not built yet. */
    record NotAvailable(String what, String version) implements Problem {
        @Override
        public String message() {
            return "%s is not available in this version of berth (%s)".formatted(what, version);
        }
    }

    /** The body ended early, came too slowly or could not be read. */
    record BodyBroken(String message) implements Problem {}

    /** A quota of the registry is used up; {@code what} names what there is too much of. */
    record QuotaExceeded(String what, long limit) implements Problem {
        @Override
        public String message() {
            return "The limit of %d %s has been reached".formatted(limit, what);
        }
    }

    /** The text where a digest is asked for is none, or of an algorithm that is not supported. */
    record DigestInvalid(String text) implements Problem {
        @Override
        public String message() {
            return "'%s' is not a digest of the form sha256:<64 hex> or sha512:<128 hex>"
                    .formatted(text);
        }
    }

    /** The disk has no room for what is pushed. */
    record StorageFull() implements Problem {
        @Override
        public String message() {
            return "The storage of the registry is full";
        }
    }

    /** Too much is under way; the same request may succeed later. */
    record Throttled() implements Problem {
        @Override
        public String message() {
            return "Rate exceeded";
        }
    }
}
