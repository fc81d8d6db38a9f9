package dev.berth.runtime;

import java.time.InstantSource;

/**
 * The two clocks of a server. Real time rules signatures and tokens; business time dates what users
 * see (pushed at, lifecycle), so that a test can move it alone.
 */
public record Clocks(InstantSource real, InstantSource business) {

    public static Clocks system() {
        return new Clocks(InstantSource.system(), InstantSource.system());
    }
}
