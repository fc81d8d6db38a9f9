package dev.berth.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads and writes JSON as records. Reading ignores unknown members, and refuses doubled ones,
 * values of another type and anything behind the end; writing leaves out members that are null.
 */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            // JSON is UTF-8; whoever guesses reads what others cannot.
                            JsonFactory.builder()
                                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            config ->
                                    config.setCoercion(
                                                    CoercionInputShape.Integer, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Float, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Boolean,
                                                    CoercionAction.Fail))
                    // What a record says of itself beside its components is no member.
                    .changeDefaultVisibility(
                            seen -> seen.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
                    .changeDefaultPropertyInclusion(_ ->
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .build();

    private Json() {}

    public static <T> T read(ByteBuffer text, Class<T> type) throws JsonFault {
        byte[] bytes = new byte[text.remaining()];
        text.duplicate().get(bytes);
        return read(bytes, type);
    }

    public static <T> T read(byte[] text, Class<T> type) throws JsonFault {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new JsonFault(JsonFault.Kind.SHAPE, "", "null is not a value here");
            }
            return value;
        } catch (JacksonException e) {
            throw fault(e, kind(e, text));
        }
    }

    /** The parser also stops at values that are JSON, but not numbers or bytes as asked for. */
    private static JsonFault.Kind kind(JacksonException e, byte[] text) {
        if (!(e instanceof StreamReadException)) {
            return JsonFault.Kind.SHAPE;
        }
        if (!isJson(text)) {
            return JsonFault.Kind.SYNTAX;
        }
        return e instanceof InputCoercionException ? JsonFault.Kind.SHAPE : JsonFault.Kind.BASE64;
    }

    private static boolean isJson(byte[] text) {
        try (var parser = MAPPER.createParser(text)) {
            while (parser.nextToken() != null) {
                parser.finishToken();
            }
            return true;
        } catch (JacksonException _) {
            return false;
        }
    }

    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** A text of JSON once more, one member a line, as ECR writes the policies it gives back. */
    public static String pretty(String text) {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
        return MAPPER.writer().with(printer).writeValueAsString(MAPPER.readTree(text));
    }

    private static JsonFault fault(JacksonException e, JsonFault.Kind kind) {
        String path =
                e.getPath().stream()
                        .map(step ->
                                step.getPropertyName() == null
                                        ? "[" + step.getIndex() + "]"
                                        : "." + step.getPropertyName())
                        .collect(Collectors.joining());
        return new JsonFault(
                kind, path.startsWith(".") ? path.substring(1) : path, e.getOriginalMessage());
    }
}
