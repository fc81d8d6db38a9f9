package dev.berth.cli;

import dev.berth.boot.Berth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a server when the process is told to end. A JVM that ends by a signal exits with 128 plus
 * its number; a server that was asked to stop, and did, has not failed.
 */
final class EndSignal {
    private static final Logger log = LoggerFactory.getLogger(EndSignal.class);

    private EndSignal() {}

    static void stopAtEnd(Berth berth) {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("stop").unstarted(() -> stopAndHalt(berth)));
    }

    private static void stopAndHalt(Berth berth) {
        int code = 0;
        try {
            berth.close();
        } catch (Exception e) {
            log.atError().setCause(e).log("failed to stop");
            code = 1;
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
