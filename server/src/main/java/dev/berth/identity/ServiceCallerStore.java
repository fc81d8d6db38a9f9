package dev.berth.identity;

import dev.berth.aws.AccountId;
import org.jdbi.v3.core.Handle;

/** SQL of {@code iam_service_caller}, which the file of identities alone writes. */
final class ServiceCallerStore {

    void put(Handle sql, AccountId account, ServiceCaller caller) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_service_caller (principal_id, account, service, source_arn,
                                                        source_account)
                        VALUES (:id, :account, :service, :sourceArn, :sourceAccount)
                            ON CONFLICT (principal_id) DO UPDATE
                               SET service = excluded.service,
                                   source_arn = excluded.source_arn,
                                   source_account = excluded.source_account
                        """)
                .bind("id", caller.principalId())
                .bind("account", account.value())
                .bind("service", caller.service())
                .bind("sourceArn", caller.sourceArn())
                .bind("sourceAccount", caller.sourceAccount())
                .execute();
    }

    void remove(Handle sql, String principalId) {
        sql.createUpdate("DELETE FROM iam_service_caller WHERE principal_id = :id")
                .bind("id", principalId)
                .execute();
    }
}
