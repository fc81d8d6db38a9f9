package dev.berth.identity;

import dev.berth.work.Job;
import java.time.Duration;
import java.util.List;
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
        try {
            refreshes.forEach(Runnable::run);
        } catch (RuntimeException e) {
            if (failing) {
                return;
            }
            failing = true;
            throw e;
        }
        if (failing) {
            failing = false;
            LOG.atInfo().log("identities are read again");
        }
    }
}
