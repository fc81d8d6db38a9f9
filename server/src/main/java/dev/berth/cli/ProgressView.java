package dev.berth.cli;

import dev.berth.verify.Progress;
import java.util.Optional;

/** A command's lines on the standard output beside its progress on the other. */
interface ProgressView extends Progress, AutoCloseable {

    /** A bar where a person watches, and otherwise a line now and then. */
    static ProgressView of(Console console) {
        return Optional.ofNullable(System.console()).filter(c -> c.isTerminal()).isPresent()
                ? new ProgressBars(console)
                : new ProgressLines(console, System::nanoTime);
    }

    void say(String line);

    @Override
    void close();
}
