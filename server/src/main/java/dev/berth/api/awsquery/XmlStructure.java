package dev.berth.api.awsquery;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A structure of a result: its members in their order. Each method gives a structure with one
 * member more, or the same where the value is null: an absent member leaves no element.
 */
public record XmlStructure(List<XmlElement> elements) implements QueryAnswer {
    private static final XmlStructure EMPTY = new XmlStructure(List.of());

    public XmlStructure {
        elements = List.copyOf(elements);
    }

    public static XmlStructure empty() {
        return EMPTY;
    }

    public XmlStructure text(String name, @Nullable String text) {
        return text == null ? this : with(new XmlElement.Text(name, text));
    }

    public XmlStructure number(String name, @Nullable Long number) {
        return number == null ? this : text(name, Long.toString(number));
    }

    public XmlStructure flag(String name, @Nullable Boolean flag) {
        return flag == null ? this : text(name, Boolean.toString(flag));
    }

    /** To the second, as IAM and STS write it. */
    public XmlStructure time(String name, @Nullable Instant time) {
        return time == null
                ? this
                : text(
                        name,
                        DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS)));
    }

    public XmlStructure structure(String name, @Nullable XmlStructure structure) {
        return structure == null ? this : with(new XmlElement.Nested(name, structure.elements()));
    }

    /** An element for the list itself, even when it is empty, and in it one for each value. */
    public XmlStructure texts(String name, List<String> texts) {
        return with(
                new XmlElement.Nested(
                        name,
                        texts.stream()
                                .<XmlElement>map(text -> new XmlElement.Text("member", text))
                                .toList()));
    }

    /** The same with structures. */
    public <T> XmlStructure list(
            String name, List<T> values, Function<? super T, XmlStructure> structure) {
        return with(
                new XmlElement.Nested(
                        name,
                        values.stream()
                                .<XmlElement>map(value ->
                                        new XmlElement.Nested(
                                                "member", structure.apply(value).elements()))
                                .toList()));
    }

    /** A map, entry by entry in the order of the given one. */
    public XmlStructure map(String name, Map<String, String> values) {
        return with(
                new XmlElement.Nested(
                        name,
                        values.entrySet().stream()
                                .<XmlElement>map(entry ->
                                        new XmlElement.Nested(
                                                "entry",
                                                EMPTY.text("key", entry.getKey())
                                                        .text("value", entry.getValue())
                                                        .elements()))
                                .toList()));
    }

    /** All members of another structure behind those of this one. */
    public XmlStructure and(XmlStructure more) {
        var all = new ArrayList<>(elements);
        all.addAll(more.elements());
        return new XmlStructure(all);
    }

    private XmlStructure with(XmlElement element) {
        var all = new ArrayList<>(elements);
        all.add(element);
        return new XmlStructure(all);
    }
}
