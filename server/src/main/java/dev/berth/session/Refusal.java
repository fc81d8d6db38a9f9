package dev.berth.session;

import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;

/** Refusals in the words of STS. */
final class Refusal {
    private Refusal() {}

    static ProblemException of(IdentityFault fault, String message) {
        return new ProblemException(new AccessProblem.Identity(fault, message));
    }

    static ProblemException invalid(String message) {
        return of(IdentityFault.VALIDATION_ERROR, message);
    }

    static ProblemException denied(String message) {
        return new ProblemException(new AccessProblem.AccessDenied(message));
    }
}
