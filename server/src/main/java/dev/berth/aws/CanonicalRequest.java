package dev.berth.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one form of a request that both sides sign, by the rules for every service but S3: the path
 * is normalised and encoded once more than it already is.
 *
 * @param path as it came, percent-encoded
 * @param rawQuery as it came, without the question mark
 * @param signedHeaders lower-case names, in the order in which they are signed
 * @param headers all values of a header field, by its name
 * @param bodySha256 lower-case hex
 */
public record CanonicalRequest(
        String method,
        String path,
        String rawQuery,
        List<String> signedHeaders,
        Function<String, List<String>> headers,
        String bodySha256) {

    private record Parameter(String name, String value) {}

    public CanonicalRequest {
        signedHeaders = List.copyOf(signedHeaders);
    }

    public String text() {
        var text = new StringBuilder(512);
        text.append(method).append('\n');
        text.append(PercentEncoding.encode(normalised(path), "/")).append('\n');
        text.append(canonicalQuery()).append('\n');
        for (String name : signedHeaders) {
            text.append(name).append(':').append(canonicalValue(name)).append('\n');
        }
        return text.append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(bodySha256)
                .toString();
    }

    private String canonicalValue(String name) {
        return headers.apply(name.toLowerCase(Locale.ROOT)).stream()
                .map(value -> value.strip().replaceAll("\\s+", " "))
                .collect(Collectors.joining(","));
    }

    private String canonicalQuery() {
        if (rawQuery.isEmpty()) {
            return "";
        }
        var parameters = new ArrayList<Parameter>();
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                parameters.add(
                        equals < 0
                                ? new Parameter(recoded(pair), "")
                                : new Parameter(
                                        recoded(pair.substring(0, equals)),
                                        recoded(pair.substring(equals + 1))));
            }
        }
        parameters.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
        return parameters.stream()
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining("&"));
    }

    /** Clients differ in what they escape; the canonical form escapes all that can be. */
    private static String recoded(String text) {
        return PercentEncoding.encode(PercentEncoding.decode(text));
    }

    /** Without {@code .}, {@code ..} and empty segments. */
    private static String normalised(String path) {
        var segments = new ArrayList<String>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.removeLast();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        String joined = "/" + String.join("/", segments);
        return path.endsWith("/") && !segments.isEmpty() ? joined + "/" : joined;
    }
}
