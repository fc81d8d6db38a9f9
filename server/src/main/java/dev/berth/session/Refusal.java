package dev.berth.session;

import dev.berth.problem.IdentityFault;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;

/** Refusals in the words of STS. */
final class Refusal {
    private Refusal() {}

    static ProblemException of(IdentityFault fault, String message) {
        return new ProblemException(new Problem.Identity(fault, message));
    }

    static ProblemException invalid(String message) {
        return of(IdentityFault.VALIDATION_ERROR, message);
    }

    static ProblemException denied(String message) {
        return new ProblemException(new Problem.AccessDenied(message));
    }
}
