package dev.berth.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Edits the text of the AWS tools' files. Only the lines of the named section's named keys change;
 * every other byte stays, comments and other people's line ends among them.
 */
final class AwsSections {
    private static final Pattern HEADER = Pattern.compile("\\[([^\\]]*)\\].*", Pattern.DOTALL);

    /** Not indented: indented lines belong to the nested value above them. */
    private static final Pattern KEY = Pattern.compile("([^\\s#;=][^=]*?)\\s*=.*", Pattern.DOTALL);

    private final List<String> lines;
    private final String lineEnd;

    private AwsSections(String text) {
        lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, next));
            from = next;
        }
        lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** The text with these values in the section, which is appended where there is none. */
    static String with(String text, String section, Map<String, Optional<String>> values) {
        var sections = new AwsSections(text);
        int header = sections.header(section);
        if (header < 0) {
            sections.append(section, values);
        } else {
            sections.change(header, values);
        }
        return String.join("", sections.lines);
    }

    /** What a section says; nested values are left out. */
    static Map<String, String> read(String text, String section) {
        var sections = new AwsSections(text);
        Map<String, String> values = new LinkedHashMap<>();
        int header = sections.header(section);
        if (header < 0) {
            return values;
        }
        for (int i = header + 1; i < sections.end(header); i++) {
            String line = sections.lines.get(i);
            sections.key(i)
                    .ifPresent(
                            key -> values.put(key, line.substring(line.indexOf('=') + 1).strip()));
        }
        return values;
    }

    static boolean has(String text, String section) {
        return new AwsSections(text).header(section) >= 0;
    }

    private int header(String section) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = HEADER.matcher(lines.get(i));
            if (matcher.matches()
                    && matcher.group(1).strip().replaceAll("\\s+", " ").equals(section)) {
                return i;
            }
        }
        return -1;
    }

    private int end(int header) {
        int end = header + 1;
        while (end < lines.size() && !HEADER.matcher(lines.get(end)).matches()) {
            end++;
        }
        return end;
    }

    private Optional<String> key(int line) {
        Matcher matcher = KEY.matcher(lines.get(line));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private void change(int header, Map<String, Optional<String>> values) {
        var missing = new LinkedHashMap<>(values);
        for (int i = end(header) - 1; i > header; i--) {
            String key = key(i).orElse("");
            if (!values.containsKey(key)) {
                continue;
            }
            Optional<String> value = missing.getOrDefault(key, Optional.empty());
            missing.remove(key);
            if (value.isPresent()) {
                replace(i, key, value.get());
            } else {
                lines.remove(i);
            }
        }
        int last = end(header);
        while (last > header + 1 && lines.get(last - 1).isBlank()) {
            last--;
        }
        insert(last, missing);
    }

    private void replace(int line, String key, String value) {
        String old = lines.get(line);
        String oldValue = old.substring(old.indexOf('=') + 1).strip();
        if (!oldValue.equals(value)) {
            lines.set(line, key + " = " + value + lineEnd);
        }
    }

    private void append(String section, Map<String, Optional<String>> values) {
        endLastLine(lines.size());
        if (!lines.isEmpty() && !lines.getLast().isBlank()) {
            lines.add(lineEnd);
        }
        lines.add("[" + section + "]" + lineEnd);
        insert(lines.size(), values);
    }

    private void insert(int at, Map<String, Optional<String>> values) {
        endLastLine(at);
        int line = at;
        for (Map.Entry<String, Optional<String>> entry : values.entrySet()) {
            if (entry.getValue().isPresent()) {
                lines.add(line++, entry.getKey() + " = " + entry.getValue().get() + lineEnd);
            }
        }
    }

    /** What is inserted here must not continue a line without an end. */
    private void endLastLine(int at) {
        if (at > 0 && !lines.get(at - 1).endsWith("\n")) {
            lines.set(at - 1, lines.get(at - 1) + lineEnd);
        }
    }
}
