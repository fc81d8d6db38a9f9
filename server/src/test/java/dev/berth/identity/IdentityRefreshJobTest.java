package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityRefreshJobTest {
    private final List<String> refreshed = new ArrayList<>();
    private boolean failing;

    private final IdentityRefreshJob job =
            new IdentityRefreshJob(List.of(this::refresh, () -> refreshed.add("revocations")));

    private void refresh() {
        if (failing) {
            throw new IllegalStateException("no database");
        }
        refreshed.add("identities");
    }

    @Test
    void refreshesEverythingMoreThanOnceInASecond() {
        job.run();

        assertThat(refreshed).containsExactly("identities", "revocations");
        assertThat(job.every()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aFailureKeepsNothingElseFromBeingRefreshed() {
        failing = true;

        assertThatThrownBy(job::run).isInstanceOf(IllegalStateException.class);

        assertThat(refreshed).containsExactly("revocations");
    }

    @Test
    void tellsOfAFailureOnceUntilItWorkedAgain() {
        failing = true;
        assertThatThrownBy(job::run).isInstanceOf(IllegalStateException.class);
        assertThatCode(job::run).doesNotThrowAnyException();

        failing = false;
        job.run();
        assertThat(refreshed).contains("identities");

        failing = true;
        assertThatThrownBy(job::run).isInstanceOf(IllegalStateException.class);
    }
}
