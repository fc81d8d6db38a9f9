package dev.berth.telemetry;

/** Every metric that berth has of its own: name, and what it is. */
public enum Metric {
    GC_BLOBS_SWEPT("berth.gc.blobs.swept", "Blobs that collections of garbage removed"),
    GC_BYTES_SWEPT("berth.gc.bytes.swept", "Bytes of the blobs that collections removed"),
    GC_LINKS_ENDED("berth.gc.links.ended", "Links of repositories to blobs that were ended"),
    GC_ORPHANS_SWEPT("berth.gc.orphans.swept", "Files without a row that were removed"),
    GC_ORPHAN_BYTES_SWEPT("berth.gc.orphan.bytes.swept", "Bytes of the files without a row"),
    GC_DURATION("berth.gc.duration", "How long collections took"),
    GC_LAST_RUN("berth.gc.last.run", "When the last collection ended, in seconds since 1970"),
    GC_LINKS_CONDEMNED("berth.gc.links.condemned", "Links that are condemned now"),
    GC_BLOBS_CONDEMNED("berth.gc.blobs.condemned", "Blobs that are condemned now");

    private final String text;
    private final String help;

    Metric(String text, String help) {
        this.text = text;
        this.help = help;
    }

    /** With dots, which the format of Prometheus replaces. */
    String text() {
        return text;
    }

    String help() {
        return help;
    }
}
