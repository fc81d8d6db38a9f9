package dev.berth.events;

import dev.berth.db.Tx;
import dev.berth.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** The SQL of the outbox. */
final class OutboxStore {

    void insert(Tx tx, UUID id, Instant at, Actor actor, Event event) {
        tx.sql()
                .createUpdate(
                        """
                        INSERT INTO outbox (id, at, type, version, account, region, resource,
                                            principal, request_id, detail)
                        VALUES (:id, :at, :type, :version, :account, :region, :resource,
                                :principal, :requestId, :detail)
                        """)
                .bind("id", id.toString())
                .bind("at", at.toEpochMilli())
                .bind("type", event.type())
                .bind("version", event.version())
                .bind("account", event.registry().account().value())
                .bind("region", event.registry().region().value())
                .bind("resource", event.resource())
                .bind("principal", actor.principal())
                .bind("requestId", actor.requestId())
                .bind("detail", new String(Json.write(event.detail()), StandardCharsets.UTF_8))
                .execute();
    }

    /** Removes the oldest of those before this time; tells how many. */
    int deleteBefore(Tx tx, Instant time, int limit) {
        return tx.sql()
                .createUpdate(
                        """
                        DELETE FROM outbox
                         WHERE id IN (SELECT id FROM outbox WHERE at < :time ORDER BY at LIMIT :limit)
                        """)
                .bind("time", time.toEpochMilli())
                .bind("limit", limit)
                .execute();
    }
}
