package dev.berth.api.v2;

import dev.berth.oci.RepositoryName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path of this protocol, taken apart from its right end: names hold slashes and may even end in
 * words of the protocol.
 *
 * @param name null for the shapes that stand above repositories
 * @param argument the tag, digest or upload id behind the last slash, decoded and not checked
 */
record V2Path(Shape shape, @Nullable RepositoryName name, String argument) {

    enum Shape {
        BASE,
        CATALOG,
        MANIFEST,
        BLOB,
        UPLOADS,
        UPLOAD,
        TAGS,
        REFERRERS
    }

    /** What a path can turn out to be. */
    sealed interface Parsed {
        record Known(V2Path path) implements Parsed {}

        /** The shape is known, the name is none. */
        record BadName(String name) implements Parsed {}

        record Unknown() implements Parsed {}
    }

    private static final String PREFIX = "/v2/";
    private static final Parsed UNKNOWN = new Parsed.Unknown();
    private static final Parsed BASE = new Parsed.Known(new V2Path(Shape.BASE, null, ""));
    private static final Parsed CATALOG = new Parsed.Known(new V2Path(Shape.CATALOG, null, ""));

    RepositoryName repositoryName() {
        return Objects.requireNonNull(name);
    }

    static Parsed parse(String path) {
        if (path.length() <= PREFIX.length()) {
            return BASE;
        }
        int start = PREFIX.length();
        int last = path.lastIndexOf('/');
        if (last < start) {
            return path.startsWith("_catalog", start) && path.length() == start + 8
                    ? CATALOG
                    : UNKNOWN;
        }
        int beforeLast = path.lastIndexOf('/', last - 1);
        if (beforeLast < start) {
            return UNKNOWN;
        }
        String argument = path.substring(last + 1);
        return switch (path.substring(beforeLast + 1, last)) {
            case "manifests" -> of(Shape.MANIFEST, path.substring(start, beforeLast), argument);
            case "blobs" ->
                    argument.equals("uploads")
                            ? of(Shape.UPLOADS, path.substring(start, beforeLast), "")
                            : of(Shape.BLOB, path.substring(start, beforeLast), argument);
            case "referrers" -> of(Shape.REFERRERS, path.substring(start, beforeLast), argument);
            case "tags" ->
                    argument.equals("list")
                            ? of(Shape.TAGS, path.substring(start, beforeLast), "")
                            : UNKNOWN;
            case "uploads" -> upload(path.substring(start, beforeLast), argument);
            default -> UNKNOWN;
        };
    }

    /** {@code front} must still end in {@code /blobs}. */
    private static Parsed upload(String front, String id) {
        if (!front.endsWith("/blobs")) {
            return UNKNOWN;
        }
        String name = front.substring(0, front.length() - "/blobs".length());
        return of(id.isEmpty() ? Shape.UPLOADS : Shape.UPLOAD, name, id);
    }

    /**
     * Escapes are decoded in the argument only. A name has no character that needs one, and an
     * escaped slash must not become a part of it.
     */
    private static Parsed of(Shape shape, String name, String argument) {
        return RepositoryName.tryParse(name)
                .<Parsed>map(known -> new Parsed.Known(new V2Path(shape, known, decode(argument))))
                .orElseGet(() -> new Parsed.BadName(name));
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
