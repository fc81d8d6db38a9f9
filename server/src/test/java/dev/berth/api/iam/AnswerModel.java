package dev.berth.api.iam;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * The members that answers may and must have, as {@code iam-answers.txt} lists them for each
 * operation: <code>{a b*}</code> is a structure of which b must be there, {@code []} a list, {@code
 * <>} a map, {@code @} a time, {@code ?} a truth value, {@code #} a number.
 */
final class AnswerModel {
    private static final Path MODEL = Path.of("src/test/resources/iam-answers.txt");

    private sealed interface Shape {}

    private record Structure(Map<String, Shape> members, List<String> required) implements Shape {}

    private record Items(Shape item) implements Shape {}

    private record Entries() implements Shape {}

    private record Text(String pattern) implements Shape {}

    private final Map<String, String> shapes = new HashMap<>();

    AnswerModel() throws IOException {
        for (String line : Files.readAllLines(MODEL)) {
            int space = line.indexOf(' ');
            shapes.put(line.substring(0, space), line.substring(space + 1));
        }
    }

    /** What is wrong with the answer of an operation; nothing, if all is well. */
    List<String> faults(String operation, String answer) throws Exception {
        Element root =
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(answer)))
                        .getDocumentElement();
        List<Element> parts = elements(root);
        String shape = Objects.requireNonNull(shapes.get(operation), operation);
        if (shape.equals("-")) {
            return parts.size() == 1 ? List.of() : List.of(operation + " has a result");
        }
        var faults = new ArrayList<String>();
        check(new Reader(shape).shape(), parts.getFirst(), operation, faults);
        return faults;
    }

    private static void check(Shape shape, Element element, String path, List<String> faults) {
        switch (shape) {
            case Structure structure -> {
                var missing = new ArrayList<>(structure.required());
                for (Element member : elements(element)) {
                    String name = member.getTagName();
                    missing.remove(name);
                    Shape known = structure.members().get(name);
                    if (known == null) {
                        faults.add(path + " has no " + name);
                    } else {
                        check(known, member, path + "." + name, faults);
                    }
                }
                missing.forEach(name -> faults.add(path + " lacks " + name));
            }
            case Items items ->
                    elements(element)
                            .forEach(item -> {
                                if (!item.getTagName().equals("member")) {
                                    faults.add(path + " is no list");
                                }
                                check(items.item(), item, path + "[]", faults);
                            });
            case Entries _ ->
                    elements(element)
                            .forEach(entry -> {
                                if (!entry.getTagName().equals("entry")
                                        || elements(entry).size() != 2) {
                                    faults.add(path + " is no map");
                                }
                            });
            case Text text -> {
                if (!element.getTextContent().matches(text.pattern())) {
                    faults.add(path + " is " + element.getTextContent());
                }
            }
        }
    }

    private static List<Element> elements(Element parent) {
        var elements = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    /** Reads a line of the list. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Shape shape() {
            return switch (at < text.length() ? text.charAt(at) : ' ') {
                case '{' -> structure();
                case '[' -> {
                    at++;
                    Shape item = shape();
                    at++;
                    yield new Items(item);
                }
                case '<' -> {
                    at += 2;
                    yield new Entries();
                }
                case '@' -> one("[0-9]{4}(-[0-9]{2}){2}T([0-9]{2}:){2}[0-9]{2}Z");
                case '?' -> one("true|false");
                case '#' -> one("[0-9]+");
                default -> new Text("(?s).*");
            };
        }

        private Shape one(String pattern) {
            at++;
            return new Text(pattern);
        }

        private Shape structure() {
            var members = new LinkedHashMap<String, Shape>();
            var required = new ArrayList<String>();
            at++;
            while (text.charAt(at) != '}') {
                int begin = at;
                while (Character.isLetterOrDigit(text.charAt(at))) {
                    at++;
                }
                String name = text.substring(begin, at);
                if (text.charAt(at) == '*') {
                    required.add(name);
                    at++;
                }
                members.put(name, shape());
                if (text.charAt(at) == ' ') {
                    at++;
                }
            }
            at++;
            return new Structure(members, required);
        }
    }
}
