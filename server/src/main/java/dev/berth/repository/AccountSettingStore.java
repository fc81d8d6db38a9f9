package dev.berth.repository;

import dev.berth.aws.Registry;
import dev.berth.db.Tx;
import java.util.Optional;

/** The SQL of what accounts set. */
final class AccountSettingStore {

    Optional<String> find(Tx tx, Registry registry, AccountSetting setting) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT value
                          FROM account_setting
                         WHERE account = :account AND region = :region AND name = :name
                        """)
                .bind("account", registry.account().value())
                .bind("region", registry.region().value())
                .bind("name", setting.name())
                .mapTo(String.class)
                .findOne();
    }

    void put(Tx tx, Registry registry, AccountSetting setting, String value) {
        tx.sql()
                .createUpdate(
                        """
                        INSERT INTO account_setting (account, region, name, value)
                        VALUES (:account, :region, :name, :value)
                            ON CONFLICT (account, region, name)
                            DO UPDATE SET value = excluded.value
                        """)
                .bind("account", registry.account().value())
                .bind("region", registry.region().value())
                .bind("name", setting.name())
                .bind("value", value)
                .execute();
    }
}
