package dev.berth.json;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads YAML as a tree of maps, lists and scalars; a doubled key is a fault. */
public final class Yaml {
    private static final YAMLMapper MAPPER =
            YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Yaml() {}

    /** The members of a document; none where it is empty. */
    public static Map<String, Object> read(String text) throws JsonFault {
        if (text.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
            return Map.of();
        }
        try {
            Map<String, Object> tree = MAPPER.readValue(text, new TypeReference<>() {});
            return tree == null ? Map.of() : tree;
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where = at == null ? "" : "line " + at.getLineNr();
            throw e instanceof MismatchedInputException
                    ? new JsonFault(JsonFault.Kind.SHAPE, where, "it must be KEY: VALUE")
                    : new JsonFault(JsonFault.Kind.SYNTAX, where, problem(e.getOriginalMessage()));
        }
    }

    /** The parser says what it was doing, then the problem; places and excerpts are indented. */
    private static String problem(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .reduce((_, last) -> last)
                .orElse("cannot be read");
    }
}
