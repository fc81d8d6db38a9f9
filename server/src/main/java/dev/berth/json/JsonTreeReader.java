package dev.berth.json;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Builds the tree while it reads; the reader's bound on depth bounds the recursion. */
final class JsonTreeReader {
    private final JsonFactory factory;

    JsonTreeReader(int depth) {
        this.factory =
                JsonFactory.builder()
                        .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                        .streamReadConstraints(
                                StreamReadConstraints.builder().maxNestingDepth(depth).build())
                        .build();
    }

    JsonTree read(String text) throws JsonFault {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonFault(JsonFault.Kind.SYNTAX, "", "the text is empty");
            }
            JsonTree tree = value(parser, first);
            if (parser.nextToken() != null) {
                throw new JsonFault(JsonFault.Kind.SYNTAX, "", "something follows the value");
            }
            return tree;
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where =
                    at == null || at.getLineNr() < 1
                            ? ""
                            : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
            throw new JsonFault(JsonFault.Kind.SYNTAX, "", e.getOriginalMessage() + where);
        }
    }

    private JsonTree value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> new JsonTree.Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonTree.Numeral(parser.getString());
            case VALUE_TRUE -> new JsonTree.Truth(true);
            case VALUE_FALSE -> new JsonTree.Truth(false);
            case VALUE_NULL -> new JsonTree.Nothing();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException("no value begins with " + token);
        };
    }

    private JsonTree members(JsonParser parser) {
        JsonTree.Place begin = place(parser);
        List<JsonTree.Member> members = new ArrayList<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            members.add(new JsonTree.Member(name, value(parser, parser.nextToken())));
        }
        return new JsonTree.Members(members, begin, place(parser));
    }

    private JsonTree items(JsonParser parser) {
        List<JsonTree> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return new JsonTree.Items(items);
    }

    private static JsonTree.Place place(JsonParser parser) {
        TokenStreamLocation at = parser.currentLocation();
        return new JsonTree.Place(at.getLineNr(), at.getColumnNr());
    }
}
