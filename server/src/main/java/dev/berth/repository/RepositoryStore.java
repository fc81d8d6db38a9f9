package dev.berth.repository;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.db.Counters;
import dev.berth.db.Tx;
import dev.berth.oci.RepositoryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The SQL of repositories and of their counters. */
final class RepositoryStore {
    private static final String LAST_ID = "repository";
    private static final String BLOB_DOMAIN = "default";
    private static final String FILTER_SEPARATOR = " ";

    private final Counters counters = new Counters();

    /** The next id; a deletion does not give any back. */
    long nextId(Tx tx) {
        return counters.add(tx, LAST_ID, 1);
    }

    /** Adds to how many repositories there are in the registry; tells how many there are now. */
    long countRepositories(Tx tx, Registry registry, int more) {
        return counters.add(
                tx, "repositories/" + registry.account() + "/" + registry.region(), more);
    }

    /** False when the name is taken. */
    boolean insert(Tx tx, Repository repository) {
        return bindKey(
                                tx.sql()
                                        .createUpdate(
                                                """
                                                INSERT INTO repository
                                                       (id, account, region, name, created_at,
                                                        tag_mutability, tag_exclusions,
                                                        scan_on_push, blob_domain, version,
                                                        image_count)
                                                VALUES (:id, :account, :region, :name, :createdAt,
                                                        :tagMutability, :tagExclusions,
                                                        :scanOnPush, :blobDomain, :version, 0)
                                                    ON CONFLICT (account, region, name) DO NOTHING
                                                """),
                                repository.registry(),
                                repository.name())
                        .bind("id", repository.id())
                        .bind("createdAt", repository.createdAt().toEpochMilli())
                        .bind("tagMutability", repository.tagMutability().mode().name())
                        .bind("tagExclusions", exclusions(repository.tagMutability()))
                        .bind("scanOnPush", repository.scanOnPush())
                        .bind("blobDomain", BLOB_DOMAIN)
                        .bind("version", repository.version())
                        .execute()
                == 1;
    }

    Optional<Repository> find(Tx tx, Registry registry, RepositoryName name) {
        return bindKey(
                        tx.sql()
                                .createQuery(
                                        """
                                        SELECT id, account, region, name, created_at,
                                               tag_mutability, tag_exclusions, scan_on_push, version
                                          FROM repository
                                         WHERE account = :account AND region = :region
                                           AND name = :name
                                        """),
                        registry,
                        name)
                .map((row, _) -> repository(row))
                .findOne();
    }

    /** Locks the row for the rest of the transaction, and gives its version a step. */
    Optional<Repository> lock(Tx tx, Registry registry, RepositoryName name) {
        return bindKey(
                        tx.sql()
                                .createQuery(
                                        """
                                        UPDATE repository
                                           SET version = version + 1
                                         WHERE account = :account AND region = :region
                                           AND name = :name
                                        RETURNING id, account, region, name, created_at,
                                                  tag_mutability, tag_exclusions, scan_on_push, version
                                        """),
                        registry,
                        name)
                .map((row, _) -> repository(row))
                .findOne();
    }

    /** Locks the row for the rest of the transaction; false when there is none. */
    boolean lock(Tx tx, long id) {
        return tx.sql()
                        .createUpdate("UPDATE repository SET version = version WHERE id = :id")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    List<Repository> list(Tx tx, Registry registry, @Nullable RepositoryName after, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT id, account, region, name, created_at,
                               tag_mutability, tag_exclusions, scan_on_push, version
                          FROM repository
                         WHERE account = :account AND region = :region AND name > :after
                         ORDER BY name
                         LIMIT :limit
                        """)
                .bind("account", registry.account().value())
                .bind("region", registry.region().value())
                .bind("after", after == null ? "" : after.value())
                .bind("limit", limit)
                .map((row, _) -> repository(row))
                .list();
    }

    void updateSettings(Tx tx, long id, TagMutability tagMutability, boolean scanOnPush) {
        tx.sql()
                .createUpdate(
                        """
                        UPDATE repository
                           SET tag_mutability = :tagMutability,
                               tag_exclusions = :tagExclusions,
                               scan_on_push = :scanOnPush
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("tagMutability", tagMutability.mode().name())
                .bind("tagExclusions", exclusions(tagMutability))
                .bind("scanOnPush", scanOnPush)
                .execute();
    }

    void delete(Tx tx, long id) {
        tx.sql().createUpdate("DELETE FROM repository WHERE id = :id").bind("id", id).execute();
    }

    private static <S extends SqlStatement<S>> S bindKey(
            S statement, Registry registry, RepositoryName name) {
        return statement
                .bind("account", registry.account().value())
                .bind("region", registry.region().value())
                .bind("name", name.value());
    }

    private static Repository repository(ResultSet row) throws SQLException {
        return new Repository(
                row.getLong("id"),
                new Registry(
                        new AccountId(row.getString("account")),
                        new Region(row.getString("region"))),
                new RepositoryName(row.getString("name")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                tagMutability(row),
                row.getBoolean("scan_on_push"),
                row.getLong("version"));
    }

    private static TagMutability tagMutability(ResultSet row) throws SQLException {
        String exclusions = row.getString("tag_exclusions");
        return new TagMutability(
                TagMutability.Mode.valueOf(row.getString("tag_mutability")),
                exclusions.isEmpty()
                        ? List.of()
                        : Stream.of(exclusions.split(FILTER_SEPARATOR))
                                .map(TagFilter::new)
                                .toList());
    }

    private static String exclusions(TagMutability tagMutability) {
        return tagMutability.exclusions().stream()
                .map(TagFilter::text)
                .collect(Collectors.joining(FILTER_SEPARATOR));
    }
}
