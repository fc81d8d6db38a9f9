package dev.berth.audit;

import dev.berth.access.Caller;
import dev.berth.access.Decision;
import dev.berth.access.DenialCause;
import dev.berth.access.DenialListener;
import dev.berth.events.Actor;
import dev.berth.events.Event;
import dev.berth.events.EventListener;
import dev.berth.json.Json;
import dev.berth.runtime.RequestId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of JSON for each denial and for each change of identities, policies and tokens. It tells
 * what the owner of a server has to know, and never a secret.
 */
public final class AuditLog implements DenialListener, EventListener {

    /** Beginnings of the types of events that are about who may do what. */
    private static final List<String> AUDITED =
            List.of(
                    "identity.",
                    "registry-token.",
                    "registry-tokens.",
                    "repository.policy-",
                    "registry.policy-");

    private final InstantSource clock;
    private final AuditSink sink;

    public AuditLog(InstantSource clock, AuditSink sink) {
        this.clock = clock;
        this.sink = sink;
    }

    @Override
    public void denied(Caller caller, Decision.Denied denied) {
        DenialCause cause = denied.cause();
        Map<String, Object> line = line("denied", caller.principal().name());
        if (caller.accessKeyId() != null) {
            line.put("accessKeyId", caller.accessKeyId());
        }
        line.put("principalId", caller.principal().uniqueId().orElseGet(() -> "-"));
        if (cause != null) {
            line.put("action", cause.action());
            line.put("resource", cause.resource());
            line.put("decision", cause.decision());
            line.put("policy", cause.policy());
            if (!cause.statement().isEmpty()) {
                line.put("statement", cause.statement());
            }
        }
        line.put("requestId", RequestId.current());
        line.put("sourceAddress", caller.address().getHostAddress());
        sink.write(Json.write(line));
    }

    @Override
    public void committed(Actor actor, Event event) {
        if (AUDITED.stream().noneMatch(event.type()::startsWith)) {
            return;
        }
        Map<String, Object> line = line(event.type(), actor.principal());
        line.put("resource", event.resource());
        line.put("account", event.registry().account().value());
        line.put("requestId", actor.requestId());
        line.put("detail", event.detail());
        sink.write(Json.write(line));
    }

    private Map<String, Object> line(String what, String principal) {
        var line = new LinkedHashMap<String, Object>();
        line.put("at", clock.instant().toString());
        line.put("event", what);
        line.put("principal", principal);
        return line;
    }
}
