package dev.berth.acceptance.specification;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A request that was answered. */
record Exchange(String method, URI address, HttpResponse<byte[]> response) {

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; *rel=\"next\"");
    private static final int SHOWN = 600;

    int status() {
        return response.statusCode();
    }

    byte[] body() {
        return response.body();
    }

    String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    List<String> fields(String name) {
        return response.headers().allValues(name);
    }

    Optional<String> field(String name) {
        return response.headers().firstValue(name);
    }

    boolean isJson() {
        return field("Content-Type").filter(type -> type.contains("json")).isPresent();
    }

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** A field's value as later steps need it: addresses are absolute, a Link is its address. */
    Optional<String> kept(String name) {
        Optional<String> value = field(name);
        return switch (name) {
            case "Location" -> value.map(location -> address.resolve(location).toString());
            case "Link" -> value.map(this::next);
            default -> value;
        };
    }

    private String next(String link) {
        var matcher = NEXT.matcher(link);
        if (!matcher.matches()) {
            throw new AssertionError("no Link to a next page: " + link);
        }
        return address.resolve(matcher.group(1)).toString();
    }

    @Override
    public String toString() {
        String text = isJson() || !isRead() ? text() : "%d bytes".formatted(body().length);
        return "%s %s\n  %d %s\n  %s"
                .formatted(
                        method,
                        address,
                        status(),
                        response.headers().map(),
                        text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }
}
