package dev.berth.layer;

/**
 * The parts that an upload came in by the API, as far as its rules ask for them. They are known to
 * this process alone: after a restart the rules are waived for the parts before it, since a client
 * that resumes has done nothing wrong and the layer is checked by its digest anyway.
 */
final class Parts {
    private int count;
    private boolean lastIsSmall;
    private boolean smallInside;

    /** Every part but the last must have at least {@code smallest} bytes. */
    void add(long length, long smallest) {
        count++;
        smallInside |= lastIsSmall;
        lastIsSmall = length < smallest;
    }

    int count() {
        return count;
    }

    boolean smallInside() {
        return smallInside;
    }
}
