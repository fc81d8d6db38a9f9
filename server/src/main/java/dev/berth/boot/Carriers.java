package dev.berth.boot;

import dev.berth.db.DbConfig;
import java.util.Properties;

/**
 * The threads that carry virtual ones. A virtual thread inside of a native call, such as the
 * database's, holds on to its carrier; so there are as many more than cores as such calls may be
 * under way, and requests that compute need not wait for these.
 */
public final class Carriers {
    /** The JDK's name, documented with {@link Thread}; it is read with the first use of one. */
    static final String PROPERTY = "jdk.virtualThreadScheduler.parallelism";

    private Carriers() {}

    /**
     * To be called before the process starts a virtual thread. Whoever set a number keeps it.
     *
     * @param system the properties of the process
     */
    public static void provide(Properties system, int cores) {
        system.putIfAbsent(PROPERTY, Integer.toString(cores + DbConfig.NATIVE_CALLS));
    }
}
