package dev.berth.cli;

import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress on a terminal: one bar at a time, below the lines that stay. */
final class ProgressBars implements ProgressView {
    private static final int EVERY_MILLIS = 200;
    private static final long MIB = 1 << 20;

    /** The control sequence that empties the line in which the bar stands. */
    private static final String ERASE = "\r\u001b[K";

    private final Console console;
    private @Nullable ProgressBar bar;

    ProgressBars(Console console) {
        this.console = console;
    }

    /** As wide as the terminal, and empty again at the end: what is done need not stay. */
    private record Line(ProgressBarConsumer terminal) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return terminal.getMaxRenderedLength();
        }

        @Override
        public void accept(String rendered) {
            terminal.accept(rendered);
        }

        @Override
        public void close() {
            System.err.print(ERASE);
            System.err.flush();
        }
    }

    @Override
    public void begin(String part, Unit unit, long total) {
        if (total == 0) {
            return;
        }
        var builder =
                new ProgressBarBuilder()
                        .setTaskName(part)
                        .setInitialMax(total)
                        .setUpdateIntervalMillis(EVERY_MILLIS)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setSpeedUnit(ChronoUnit.SECONDS)
                        .setConsumer(new Line(new ConsoleProgressBarConsumer(System.err)));
        bar =
                switch (unit) {
                    case BYTES -> builder.setUnit(" MiB", MIB).showSpeed().build();
                    case ROWS, FILES -> builder.build();
                };
    }

    @Override
    public void advance(long by) {
        if (bar != null) {
            bar.stepBy(by);
        }
    }

    @Override
    public void end() {
        close();
    }

    @Override
    public void say(String line) {
        System.err.print(ERASE);
        System.err.flush();
        console.say(line);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
