package dev.berth.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates in policies: the W3C profile of ISO 8601, or seconds since 1970. Four digits are a year.
 */
final class Dates {
    private static final Pattern EPOCH_SECONDS = Pattern.compile("[0-9]{5,12}");
    private static final Pattern DATE =
            Pattern.compile(
                    "([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
                            + "(?:T([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?)"
                            + "(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?");

    private Dates() {}

    static @Nullable Instant tryParse(String text) {
        if (EPOCH_SECONDS.matcher(text).matches()) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return null;
        }
        try {
            LocalDate day =
                    LocalDate.of(Integer.parseInt(date.group(1)), number(date, 2), number(date, 3));
            LocalTime time =
                    date.group(4) == null ? LocalTime.MIDNIGHT : LocalTime.parse(date.group(4));
            ZoneOffset zone = date.group(5) == null ? ZoneOffset.UTC : ZoneOffset.of(date.group(5));
            return LocalDateTime.of(day, time).toInstant(zone);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static int number(Matcher date, int group) {
        return date.group(group) == null ? 1 : Integer.parseInt(date.group(group));
    }
}
