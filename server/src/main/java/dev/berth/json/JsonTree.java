package dev.berth.json;

import java.util.List;

/**
 * JSON as it was written: members in their order, doubled ones too, and the place of each object.
 * For texts whose every fault must be told with its path; all else is read as records.
 */
public sealed interface JsonTree {

    /** Line and column, both from 1: just behind what was read. */
    record Place(int line, int column) {}

    record Member(String name, JsonTree value) {}

    /** {@code begin} is behind the opening brace, {@code end} behind the closing one. */
    record Members(List<Member> members, Place begin, Place end) implements JsonTree {
        public Members {
            members = List.copyOf(members);
        }
    }

    record Items(List<JsonTree> items) implements JsonTree {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Text(String value) implements JsonTree {}

    /** As it was written. */
    record Numeral(String digits) implements JsonTree {}

    record Truth(boolean value) implements JsonTree {}

    record Nothing() implements JsonTree {}

    /** No value lies deeper than {@code depth}; nothing may follow the value. */
    static JsonTree read(String text, int depth) throws JsonFault {
        return new JsonTreeReader(depth).read(text);
    }
}
