package dev.berth.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters behind the question mark, or of a form. */
public record Query(List<Parameter> parameters) {

    /** One decoded parameter; {@code value} is empty where there was no equals sign. */
    public record Parameter(String name, String value) {}

    private static final Query NONE = new Query(List.of());

    public Query {
        parameters = List.copyOf(parameters);
    }

    /** Decodes {@code a=1&b=2}; a broken percent escape stays as it is. */
    public static Query parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        var parameters = new ArrayList<Parameter>();
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                parameters.add(
                        equals < 0
                                ? new Parameter(decode(pair), "")
                                : new Parameter(
                                        decode(pair.substring(0, equals)),
                                        decode(pair.substring(equals + 1))));
            }
        }
        return new Query(parameters);
    }

    /** The value of the first parameter of this name. */
    public Optional<String> first(String name) {
        return parameters.stream()
                .filter(p -> p.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    /** These parameters and behind them the other's. */
    public Query and(Query more) {
        var all = new ArrayList<>(parameters);
        all.addAll(more.parameters());
        return new Query(all);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
