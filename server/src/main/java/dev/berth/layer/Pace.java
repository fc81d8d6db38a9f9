package dev.berth.layer;

/** What long work does between its steps, so that those who are served come first. */
@FunctionalInterface
public interface Pace {
    void pause() throws InterruptedException;
}
