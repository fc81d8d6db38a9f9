package dev.berth.acceptance.specification;

import dev.berth.acceptance.specification.Table.ContentForm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one case pushes. Random bytes are those of this case alone, so that no case helps another.
 */
final class Contents {

    static final JsonMapper JSON = new JsonMapper();
    static final String SHA256 = "sha256";

    private static final String OCTETS = "application/octet-stream";
    private static final String PADDING = "{padding}";
    private static final Pattern SLICE = Pattern.compile("([a-z0-9-]+)(?:\\[(\\d+)-(\\d+)])?");

    /** Bytes, the media type under which descriptors name them, and the contents that they name. */
    static final class Content {

        private final String type;
        private final byte[] bytes;
        private final List<String> parts;

        private Content(String type, byte[] bytes, List<String> parts) {
            this.type = type;
            this.bytes = bytes;
            this.parts = List.copyOf(parts);
        }

        String type() {
            return type;
        }

        byte[] bytes() {
            return bytes.clone();
        }

        List<String> parts() {
            return parts;
        }

        boolean isManifest() {
            return type.contains("manifest") || type.contains("image.index");
        }

        String digest(String algorithm) {
            return Contents.digest(algorithm, bytes);
        }
    }

    private final Map<String, ContentForm> forms;
    private final Map<String, Content> made = new HashMap<>();
    private final String seed;
    private final String algorithm;
    private final Variables variables;

    Contents(Case of) {
        forms = of.contents();
        seed = of.section() + of.name();
        algorithm = of.variables().getOrDefault("algorithm", SHA256);
        variables = new Variables(of.variables(), this::property);
    }

    String algorithm() {
        return algorithm;
    }

    Content content(String name) {
        Content content = made.get(name);
        if (content == null) {
            content = make(name);
            made.put(name, content);
        }
        return content;
    }

    /** All of a content, or {@code name[first-last]} of it, both included. */
    byte[] slice(String text) {
        var matcher = SLICE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no content: " + text);
        }
        byte[] bytes = content(matcher.group(1)).bytes();
        if (matcher.group(2) == null) {
            return bytes;
        }
        int first = Integer.parseInt(matcher.group(2));
        int end = Integer.parseInt(matcher.group(3)) + 1;
        if (first >= end || end > bytes.length) {
            throw new IllegalArgumentException(text + " of " + bytes.length + " bytes");
        }
        return Arrays.copyOfRange(bytes, first, end);
    }

    /**
     * {@code layer.digest}, {@code layer.size}, {@code layer.type} and digests of one algorithm.
     */
    String property(String text) {
        int dot = text.indexOf('.');
        Content content = content(text.substring(0, dot));
        String property = text.substring(dot + 1);
        return switch (property) {
            case "digest" -> content.digest(algorithm);
            case "hex" -> content.digest(algorithm).substring(algorithm.length() + 1);
            case "size" -> Integer.toString(content.bytes().length);
            case "type" -> content.type();
            case "text" -> new String(content.bytes(), StandardCharsets.UTF_8);
            default -> content.digest(property);
        };
    }

    /** JSON in which {@code {descriptor: name, …}} has become a descriptor of that content. */
    JsonNode expand(JsonNode json, List<String> parts) {
        return switch (json) {
            case ObjectNode object when object.has("descriptor") ->
                    descriptor(object.get("descriptor").asString(), object, parts);
            case ObjectNode object -> members(object, parts);
            case ArrayNode array -> {
                ArrayNode expanded = JSON.createArrayNode();
                array.forEach(item -> expanded.add(expand(item, parts)));
                yield expanded;
            }
            default -> json;
        };
    }

    static String digest(String algorithm, byte[] bytes) {
        String name = algorithm.equals("sha512") ? "SHA-512" : "SHA-256";
        try {
            return algorithm
                    + ":"
                    + HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Content make(String name) {
        ContentForm form = forms.get(name);
        if (form == null) {
            throw new IllegalArgumentException("no content is called " + name);
        }
        String type = form.type() == null ? OCTETS : form.type();
        if (form.bytes() != null) {
            var bytes = new byte[form.bytes()];
            new Random((seed + name).hashCode()).nextBytes(bytes);
            return new Content(type, bytes, List.of());
        }
        var parts = new ArrayList<String>();
        String text = text(form, parts);
        return new Content(type, padded(text, form.size()), parts);
    }

    private String text(ContentForm form, List<String> parts) {
        String text = form.text();
        if (text == null && form.json() != null) {
            text = expand(form.json(), parts).toString();
        }
        if (text == null) {
            throw new IllegalArgumentException("a content needs bytes, a text or JSON");
        }
        Variables known = variables.copy();
        known.put("padding", PADDING);
        if (form.nested() != null) {
            known.put("nested", "[".repeat(form.nested()) + "]".repeat(form.nested()));
        }
        return known.fill(text);
    }

    private static byte[] padded(String text, @Nullable Integer size) {
        int missing = size == null ? 0 : size - (text.length() - PADDING.length());
        return text.replace(PADDING, "A".repeat(missing)).getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode members(ObjectNode object, List<String> parts) {
        ObjectNode expanded = JSON.createObjectNode();
        object.properties()
                .forEach(member -> {
                    // A subject need not be there: it is no part.
                    boolean part = !member.getKey().equals("subject");
                    expanded.set(
                            member.getKey(),
                            expand(member.getValue(), part ? parts : new ArrayList<>()));
                });
        return expanded;
    }

    private ObjectNode descriptor(String name, ObjectNode more, List<String> parts) {
        Content content = content(name);
        parts.add(name);
        ObjectNode descriptor = JSON.createObjectNode();
        descriptor.put("mediaType", content.type());
        descriptor.put("digest", content.digest(algorithm));
        descriptor.put("size", content.bytes().length);
        more.properties().stream()
                .filter(member -> !member.getKey().equals("descriptor"))
                .forEach(member -> descriptor.set(member.getKey(), member.getValue()));
        return descriptor;
    }
}
