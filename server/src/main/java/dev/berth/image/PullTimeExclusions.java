package dev.berth.image;

import dev.berth.aws.Registry;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Event;
import dev.berth.events.Outbox;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Quotas;
import dev.berth.runtime.Clocks;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose pulls leave the last pull time of images as it is, for each registry. A change holds for
 * pulls after it: those before are written first.
 */
public final class PullTimeExclusions {
    private static final int EVENT_VERSION = 1;

    private final Database database;
    private final PullTimes pullTimes;
    private final Outbox outbox;
    private final Clocks clocks;
    private final Quotas quotas;
    private final PullTimeExclusionStore store = new PullTimeExclusionStore();

    public PullTimeExclusions(
            Database database, PullTimes pullTimes, Outbox outbox, Clocks clocks, Quotas quotas) {
        this.database = database;
        this.pullTimes = pullTimes;
        this.outbox = outbox;
        this.clocks = clocks;
        this.quotas = quotas;
    }

    /** Since when; problems: PullTimeExclusionExists, QuotaExceeded. */
    public Instant register(Registry registry, ExcludedPrincipal principal, Actor actor) {
        pullTimes.flush();
        Instant now = clocks.business().instant().truncatedTo(ChronoUnit.MILLIS);
        return database.write(tx -> {
            if (!store.insert(tx, registry, principal, now)) {
                throw new ProblemException(
                        new ImageProblem.PullTimeExclusionExists(principal.arn(), registry));
            }
            if (store.count(tx, registry, 1) > quotas.pullTimeExclusions()) {
                throw new ProblemException(
                        new Problem.QuotaExceeded(
                                "pull time update exclusions in a registry",
                                quotas.pullTimeExclusions()));
            }
            append(tx, actor, "pull-time-exclusion.registered", registry, principal);
            return now;
        });
    }

    /** Problem: PullTimeExclusionUnknown. */
    public void deregister(Registry registry, ExcludedPrincipal principal, Actor actor) {
        pullTimes.flush();
        database.write(tx -> {
            if (!store.delete(tx, registry, principal)) {
                throw new ProblemException(
                        new ImageProblem.PullTimeExclusionUnknown(principal.arn(), registry));
            }
            append(tx, actor, "pull-time-exclusion.deregistered", registry, principal);
            return store.count(tx, registry, -1);
        });
    }

    /** In byte order, those behind {@code after}, at most {@code limit}. */
    public List<ExcludedPrincipal> list(
            Registry registry, @Nullable ExcludedPrincipal after, int limit) {
        return database.read(tx -> store.list(tx, registry, after, limit));
    }

    private void append(
            Tx tx, Actor actor, String type, Registry registry, ExcludedPrincipal principal) {
        outbox.append(
                tx, actor, new Event(type, EVENT_VERSION, registry, principal.arn(), Map.of()));
    }
}
