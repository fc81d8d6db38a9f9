package dev.berth.api.awsquery;

import java.util.List;

/** A piece of a result: with a text, or with elements in it. */
public sealed interface XmlElement {
    String name();

    record Text(String name, String text) implements XmlElement {}

    record Nested(String name, List<XmlElement> elements) implements XmlElement {
        public Nested {
            elements = List.copyOf(elements);
        }
    }
}
