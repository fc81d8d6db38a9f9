package dev.berth.api.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.awsjson.WireError;
import dev.berth.problem.Problem;
import org.junit.jupiter.api.Test;

class EcrErrorTest {

    @Test
    void doesNotInviteRepetitionWhenTheDiskIsFull() {
        assertThat(EcrError.of(new Problem.StorageFull()).wire())
                .isEqualTo(new WireError("LimitExceededException", 400));
    }
}
