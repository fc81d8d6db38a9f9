package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What IAM says when it refuses. */
final class IdentityRefusals {

    private IdentityRefusals() {}

    static void assertRefused(ThrowingCallable call, IdentityFault fault, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(new AccessProblem.Identity(fault, message)));
    }
}
