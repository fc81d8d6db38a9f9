package dev.berth.http.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date field of answers, made once a second. */
final class DateField {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private record Made(long second, String line) {}

    private final InstantSource clock;
    private volatile Made last = new Made(Long.MIN_VALUE, "");

    DateField(InstantSource clock) {
        this.clock = clock;
    }

    /** The whole line. */
    String line() {
        long second = Math.floorDiv(clock.millis(), 1000);
        Made made = last;
        if (made.second != second) {
            String text = "Date: " + FORM.format(Instant.ofEpochSecond(second)) + "\r\n";
            made = new Made(second, text);
            last = made;
        }
        return made.line;
    }
}
