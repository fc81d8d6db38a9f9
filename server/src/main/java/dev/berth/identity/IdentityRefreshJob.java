package dev.berth.identity;

import dev.berth.work.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in who may do what, where another server changed it: within a second everywhere. */
public final class IdentityRefreshJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityRefreshJob.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final List<Runnable> refreshes;
    private boolean failing; // of the job's thread alone

    /**
     * Refreshes all of these, one after the other.
     *
     * @param refreshes what looks at the database and takes in what is new there
     */
    public IdentityRefreshJob(List<Runnable> refreshes) {
        this.refreshes = List.copyOf(refreshes);
    }

    @Override
    public String name() {
        return "identity-refresh";
    }

    @Override
    public Duration every() {
        return PAUSE;
    }

    /** A failure is told once, not twice in a second. */
    @Override
    public void run() {
        Optional<RuntimeException> failure = refreshAll();
        if (failure.isPresent()) {
            if (failing) {
                return;
            }
            failing = true;
            throw failure.get();
        }
        if (failing) {
            failing = false;
            LOG.atInfo().log("identities are read again");
        }
    }

    /** Each for itself, so that no failure keeps the others from what is new. */
    private Optional<RuntimeException> refreshAll() {
        var failures = new ArrayList<RuntimeException>();
        for (Runnable refresh : refreshes) {
            try {
                refresh.run();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        return failures.stream().findFirst();
    }
}
