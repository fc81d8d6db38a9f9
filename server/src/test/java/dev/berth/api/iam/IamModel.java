package dev.berth.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What the service model of IAM knows of each operation: the members of its input and output, as
 * paths in which lists leave no trace. {@code iam-members.txt} has a line for each: {@code Name <
 * input > output}.
 */
final class IamModel {
    private static final Path FILE = Path.of("src/test/resources/iam-members.txt");
    private static final Set<String> FRAME = Set.of("member", "entry");

    private record Members(Set<String> input, Set<String> output) {}

    private final Map<String, Members> operations = new HashMap<>();

    IamModel() {
        try {
            for (String line : Files.readAllLines(FILE)) {
                String[] sides = line.split(" [<>]", -1);
                operations.put(sides[0], new Members(words(sides[1]), words(sides[2])));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(" "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    Set<String> operations() {
        return operations.keySet();
    }

    /** What an operation takes. */
    Set<String> input(String operation) {
        Members members = operations.get(operation);
        assertThat(members).as(operation).isNotNull();
        return members.input();
    }

    /** The parameters of a call that succeeded, and its answer, hold nothing that clients lack. */
    void check(String operation, Set<String> parameters, String answer) {
        Members members = operations.get(operation);
        assertThat(members).as(operation).isNotNull();
        Set<String> given =
                parameters.stream()
                        .filter(name -> !Set.of("Action", "Version").contains(name))
                        .map(name -> name.replaceAll("\\.member\\.[0-9]+", ""))
                        .collect(Collectors.toSet());
        assertThat(known(members.input())).as("input of " + operation).containsAll(given);
        assertThat(known(members.output())).as("output of " + operation).containsAll(in(answer));
    }

    /** With the structures that hold members. */
    private static Set<String> known(Set<String> members) {
        var known = new HashSet<>(members);
        for (String member : members) {
            for (int dot = member.indexOf('.'); dot >= 0; dot = member.indexOf('.', dot + 1)) {
                known.add(member.substring(0, dot));
            }
        }
        return known;
    }

    /** The paths of all elements below the result. */
    private static Set<String> in(String answer) {
        var paths = new HashSet<String>();
        try {
            XMLStreamReader reader =
                    XMLInputFactory.newFactory().createXMLStreamReader(new StringReader(answer));
            Deque<String> open = new ArrayDeque<>();
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamReader.START_ELEMENT) {
                    open.addLast(reader.getLocalName());
                    paths.add(path(open));
                } else if (event == XMLStreamReader.END_ELEMENT) {
                    open.removeLast();
                }
            }
        } catch (XMLStreamException e) {
            throw new AssertionError(answer, e);
        }
        paths.remove("");
        return paths;
    }

    private static String path(Deque<String> open) {
        List<String> names = List.copyOf(open);
        if (names.size() < 3 || !names.get(1).endsWith("Result")) {
            return "";
        }
        return names.stream()
                .skip(2)
                .filter(name -> !FRAME.contains(name))
                .collect(Collectors.joining("."));
    }
}
