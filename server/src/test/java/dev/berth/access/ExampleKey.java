package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.db.Database;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** The key of AWS's documentation. */
final class ExampleKey {
    static final AccountId ACCOUNT = new AccountId("000000000000");
    static final String ID = "AKIAIOSFODNN7EXAMPLE";
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private ExampleKey() {}

    /** The account must be there. */
    static void store(Database database, RootKey rootKey, InstantSource clock) {
        database.write(tx -> {
            new AccessKeyStore()
                    .insert(
                            tx.sql(),
                            new AccessKeyStore.Row(
                                    ID,
                                    ACCOUNT,
                                    rootKey.seal(
                                            SECRET.getBytes(StandardCharsets.UTF_8),
                                            AccessKeys.purpose(ID))),
                            clock.instant());
            return true;
        });
    }
}
