package dev.berth.work;

import java.time.Duration;

/** A name, a rhythm and a body. It runs once at start, then with this pause after each run. */
public interface Job {

    /** Lower case with dashes, as logs and events name it. */
    String name();

    Duration every();

    /** Runs to its end on a virtual thread; what it throws is logged, and it runs again later. */
    void run() throws Exception;
}
