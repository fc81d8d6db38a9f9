package dev.berth.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts for what reason something is refused. */
final class Refusals {
    private Refusals() {}

    static <P extends Problem> P refused(Class<P> problem, ThrowingCallable work) {
        var refusal = catchThrowableOfType(ProblemException.class, work);
        assertThat(refusal).as("refusal by %s", problem.getSimpleName()).isNotNull();
        assertThat(refusal.problem()).isInstanceOf(problem);
        return problem.cast(refusal.problem());
    }
}
