package dev.berth.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Exchanges strings in a JSON text and leaves everything around them to the letter. */
public final class JsonStrings {
    private record Step(String name, boolean list) {}

    private JsonStrings() {}

    /** Gives a string for each of a text; the same one keeps it as it is written. */
    @FunctionalInterface
    public interface Exchange {

        /**
         * The string to write in place of this one.
         *
         * @param path the members that lead there, and {@code []} for being in a list
         */
        String of(List<String> path, String value);
    }

    /** The text must be JSON, as whoever read it before knows. */
    public static String exchanged(String text, Exchange exchange) {
        var result = new StringBuilder(text.length() + 64);
        Deque<Step> path = new ArrayDeque<>();
        int copied = 0;
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_ARRAY -> path.addLast(new Step("[]", true));
                    case END_ARRAY -> {
                        path.removeLast();
                        leave(path);
                    }
                    case PROPERTY_NAME -> path.addLast(new Step(parser.currentName(), false));
                    case END_OBJECT -> leave(path);
                    case VALUE_STRING -> {
                        String value = parser.getString();
                        String other = exchange.of(path.stream().map(Step::name).toList(), value);
                        if (!other.equals(value)) {
                            int begin = (int) parser.currentTokenLocation().getCharOffset();
                            result.append(text, copied, begin)
                                    .append(new String(Json.write(other), UTF_8));
                            copied = (int) parser.currentLocation().getCharOffset();
                        }
                        leave(path);
                    }
                    case VALUE_NUMBER_INT,
                            VALUE_NUMBER_FLOAT,
                            VALUE_TRUE,
                            VALUE_FALSE,
                            VALUE_NULL ->
                            leave(path);
                    case START_OBJECT, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> {}
                }
            }
        }
        return result.append(text, copied, text.length()).toString();
    }

    /** Behind the value of a member, which is the last of the path; an item stays in its list. */
    private static void leave(Deque<Step> path) {
        Step last = path.peekLast();
        if (last != null && !last.list()) {
            path.removeLast();
        }
    }
}
