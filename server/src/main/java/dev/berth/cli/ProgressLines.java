package dev.berth.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Progress as lines for a log: none where a part is done soon. */
final class ProgressLines implements ProgressView {
    private static final long EVERY = TimeUnit.SECONDS.toNanos(10);
    private static final int PERCENT = 100;

    private final Console console;
    private final LongSupplier nanos;
    private String part = "";
    private Unit unit = Unit.ROWS;
    private long total;
    private long done;
    private long told;

    ProgressLines(Console console, LongSupplier nanos) {
        this.console = console;
        this.nanos = nanos;
    }

    @Override
    public void begin(String name, Unit of, long expected) {
        part = name;
        unit = of;
        total = expected;
        done = 0;
        told = nanos.getAsLong();
    }

    @Override
    public void advance(long by) {
        done += by;
        long now = nanos.getAsLong();
        if (now - told >= EVERY) {
            told = now;
            console.warn(line());
        }
    }

    /** A total is an estimate where a server writes meanwhile. */
    private String line() {
        long percent = total == 0 ? PERCENT : Math.min(PERCENT, done * PERCENT / total);
        return switch (unit) {
            case BYTES ->
                    "%s: %d%% (%s of %s)"
                            .formatted(part, percent, Amount.ofBytes(done), Amount.ofBytes(total));
            case ROWS, FILES -> "%s: %d%% (%,d of %,d)".formatted(part, percent, done, total);
        };
    }

    @Override
    public void end() {}

    @Override
    public void say(String line) {
        console.say(line);
    }

    @Override
    public void close() {}
}
