package dev.berth.audit;

/** Where lines go. Writing to it never waits for a disk. */
@FunctionalInterface
public interface AuditSink {

    /** {@code line} without the end of the line. */
    void write(byte[] line);
}
