package dev.berth.verify;

/** How far a check is; shown to whoever waits for it. */
public interface Progress {

    /** What a part of a check counts. */
    enum Unit {
        BYTES,
        ROWS,
        FILES
    }

    /** A part begins; what was begun before has ended. */
    void begin(String part, Unit unit, long total);

    void advance(long by);

    void end();

    /** For whoever does not want to know. */
    static Progress none() {
        return new Progress() {
            @Override
            public void begin(String part, Unit unit, long total) {}

            @Override
            public void advance(long by) {}

            @Override
            public void end() {}
        };
    }
}
