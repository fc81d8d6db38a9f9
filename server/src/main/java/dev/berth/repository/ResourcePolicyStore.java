package dev.berth.repository;

import dev.berth.aws.Registry;
import dev.berth.db.Tx;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** The SQL of the policies of repositories and registries. */
final class ResourcePolicyStore {

    Optional<String> find(Tx tx, long repositoryId) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT document
                          FROM repository_policy
                         WHERE repository_id = :repository
                        """)
                .bind("repository", repositoryId)
                .mapTo(String.class)
                .findOne();
    }

    void put(Tx tx, long repositoryId, String document) {
        tx.sql()
                .createUpdate(
                        """
                        INSERT INTO repository_policy (repository_id, document)
                        VALUES (:repository, :document)
                            ON CONFLICT (repository_id)
                            DO UPDATE SET document = excluded.document
                        """)
                .bind("repository", repositoryId)
                .bind("document", document)
                .execute();
    }

    void remove(Tx tx, long repositoryId) {
        tx.sql()
                .createUpdate("DELETE FROM repository_policy WHERE repository_id = :repository")
                .bind("repository", repositoryId)
                .execute();
    }

    Optional<String> find(Tx tx, Registry registry) {
        return bind(
                        tx.sql()
                                .createQuery(
                                        """
                                        SELECT document
                                          FROM registry_policy
                                         WHERE account = :account AND region = :region
                                        """),
                        registry)
                .mapTo(String.class)
                .findOne();
    }

    void put(Tx tx, Registry registry, String document) {
        bind(
                        tx.sql()
                                .createUpdate(
                                        """
                                        INSERT INTO registry_policy (account, region, document)
                                        VALUES (:account, :region, :document)
                                            ON CONFLICT (account, region)
                                            DO UPDATE SET document = excluded.document
                                        """),
                        registry)
                .bind("document", document)
                .execute();
    }

    /** What was removed. */
    Optional<String> remove(Tx tx, Registry registry) {
        return bind(
                        tx.sql()
                                .createQuery(
                                        """
                                        DELETE FROM registry_policy
                                         WHERE account = :account AND region = :region
                                        RETURNING document
                                        """),
                        registry)
                .mapTo(String.class)
                .findOne();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Registry registry) {
        return statement
                .bind("account", registry.account().value())
                .bind("region", registry.region().value());
    }
}
