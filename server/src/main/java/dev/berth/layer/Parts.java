package dev.berth.layer;

/**
 * The parts that an upload came in by the API, as far as its rules ask for them. They are known to
 * this process alone: after a restart the rules are waived for the parts before it, since a client
 * that resumes has done nothing wrong and the layer is checked by its digest anyway.
 */
final class Parts {
    /** Every part but the last has at least as many bytes. */
    static final long MINIMUM = 5 << 20;

    static final int LIMIT = 4_200;

    private int count;
    private boolean lastIsSmall;
    private boolean smallInside;

    void add(long length) {
        count++;
        smallInside |= lastIsSmall;
        lastIsSmall = length < MINIMUM;
    }

    int count() {
        return count;
    }

    boolean smallInside() {
        return smallInside;
    }
}
