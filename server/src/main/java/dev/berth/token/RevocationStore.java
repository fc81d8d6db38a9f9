package dev.berth.token;

import dev.berth.aws.AccountId;
import dev.berth.db.Counters;
import dev.berth.db.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** SQL of {@code revocation}, and of the number by which servers see that something was revoked. */
final class RevocationStore {
    private static final String COUNTER = "revocations";

    private final Counters counters = new Counters();

    /** With every revocation, of one token or of many. */
    void advance(Tx tx) {
        counters.add(tx, COUNTER, 1);
    }

    long version(Tx tx) {
        return tx.sql()
                .createQuery("SELECT number FROM counter WHERE name = :name")
                .bind("name", COUNTER)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** It only moves forward. */
    void put(Tx tx, AccountId account, String holderId, Instant issuedBefore) {
        tx.sql()
                .createUpdate(
                        """
                        INSERT INTO revocation (principal_id, account, issued_before)
                        VALUES (:holder, :account, :before)
                            ON CONFLICT (principal_id) DO UPDATE SET issued_before = :before
                                WHERE revocation.issued_before < :before
                        """)
                .bind("holder", holderId)
                .bind("account", account.value())
                .bind("before", issuedBefore.toEpochMilli())
                .execute();
    }

    Map<String, Instant> all(Tx tx) {
        var all = new HashMap<String, Instant>();
        tx.sql()
                .createQuery("SELECT principal_id, issued_before FROM revocation")
                .map((row, _) ->
                        Map.entry(
                                row.getString("principal_id"),
                                Instant.ofEpochMilli(row.getLong("issued_before"))))
                .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }
}
