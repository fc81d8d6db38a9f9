package dev.berth.image;

import dev.berth.aws.Registry;
import dev.berth.db.Counters;
import dev.berth.db.Tx;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of the principals whose pulls do not count. */
final class PullTimeExclusionStore {
    private final Counters counters = new Counters();

    /** Adds to how many there are in the registry; tells how many there are now. */
    long count(Tx tx, Registry registry, int more) {
        return counters.add(
                tx, "pull-time-exclusions/" + registry.account() + "/" + registry.region(), more);
    }

    /** False when it is there already. */
    boolean insert(Tx tx, Registry registry, ExcludedPrincipal principal, Instant at) {
        return tx.sql()
                        .createUpdate(
                                """
                                INSERT INTO pull_time_exclusion
                                       (account, region, principal, created_at)
                                VALUES (:account, :region, :principal, :at)
                                    ON CONFLICT (account, region, principal) DO NOTHING
                                """)
                        .bind("account", registry.account().value())
                        .bind("region", registry.region().value())
                        .bind("principal", principal.arn())
                        .bind("at", at.toEpochMilli())
                        .execute()
                == 1;
    }

    /** False when there is none. */
    boolean delete(Tx tx, Registry registry, ExcludedPrincipal principal) {
        return tx.sql()
                        .createUpdate(
                                """
                                DELETE FROM pull_time_exclusion
                                 WHERE account = :account AND region = :region
                                   AND principal = :principal
                                """)
                        .bind("account", registry.account().value())
                        .bind("region", registry.region().value())
                        .bind("principal", principal.arn())
                        .execute()
                == 1;
    }

    List<ExcludedPrincipal> all(Tx tx, Registry registry) {
        return list(tx, registry, null, Integer.MAX_VALUE);
    }

    /** In byte order, those behind {@code after}. */
    List<ExcludedPrincipal> list(
            Tx tx, Registry registry, @Nullable ExcludedPrincipal after, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT principal
                          FROM pull_time_exclusion
                         WHERE account = :account AND region = :region AND principal > :after
                         ORDER BY principal
                         LIMIT :limit
                        """)
                .bind("account", registry.account().value())
                .bind("region", registry.region().value())
                .bind("after", after == null ? "" : after.arn())
                .bind("limit", limit)
                .map((row, _) -> new ExcludedPrincipal(row.getString("principal")))
                .list();
    }
}
