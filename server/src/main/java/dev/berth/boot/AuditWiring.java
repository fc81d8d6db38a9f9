package dev.berth.boot;

import dev.berth.audit.AuditLog;
import dev.berth.audit.AuditSink;
import dev.berth.audit.AuditWriter;
import dev.berth.runtime.Clocks;
import java.io.IOException;

/** The audit log, where the operator wants one. */
final class AuditWiring {
    private static final String FOLDER = "audit";

    private AuditWiring() {}

    static AuditLog create(BerthConfig config, Clocks clocks, Parts parts) throws CannotStart {
        return new AuditLog(clocks.real(), sink(config, clocks, parts));
    }

    private static AuditSink sink(BerthConfig config, Clocks clocks, Parts parts)
            throws CannotStart {
        if (!config.audit().enabled()) {
            return _ -> {};
        }
        try {
            return parts.add(
                    AuditWriter.start(
                            config.data().resolve(FOLDER), config.audit().kept(), clocks.real()));
        } catch (IOException e) {
            throw new CannotStart("the audit log cannot be written: " + e, e);
        }
    }
}
