package dev.berth.aws;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A query string taken apart as a signature reads it: a plus sign is no space. */
public final class QueryText {
    private QueryText() {}

    /**
     * One parameter.
     *
     * @param raw as it came, name and value
     */
    public record Parameter(String name, String value, String raw) {}

    /** In their order; empty pairs are dropped. */
    public static List<Parameter> parse(String rawQuery) {
        return Arrays.stream(rawQuery.split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .map(QueryText::parameter)
                .toList();
    }

    private static Parameter parameter(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? new Parameter(decoded(pair), "", pair)
                : new Parameter(
                        decoded(pair.substring(0, equals)),
                        decoded(pair.substring(equals + 1)),
                        pair);
    }

    private static String decoded(String text) {
        return new String(PercentEncoding.decode(text), StandardCharsets.UTF_8);
    }
}
