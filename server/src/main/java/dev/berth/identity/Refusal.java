package dev.berth.identity;

import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;

/** Refusals in the words of IAM. */
final class Refusal {

    private Refusal() {}

    static ProblemException of(IdentityFault fault, String message) {
        return new ProblemException(new AccessProblem.Identity(fault, message));
    }

    static ProblemException noSuchEntity(String message) {
        return of(IdentityFault.NO_SUCH_ENTITY, message);
    }

    static ProblemException alreadyExists(String message) {
        return of(IdentityFault.ENTITY_ALREADY_EXISTS, message);
    }

    /** There are as many as there may be. */
    static ProblemException quota(String name, int limit) {
        return of(
                IdentityFault.LIMIT_EXCEEDED,
                "Cannot exceed quota for %s: %d".formatted(name, limit));
    }

    static ProblemException conflict(String message) {
        return of(IdentityFault.DELETE_CONFLICT, message);
    }

    static ProblemException invalid(String message) {
        return of(IdentityFault.VALIDATION_ERROR, message);
    }
}
