package dev.berth.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks the sources for one setting after the other. Faults are gathered, the default stands in for
 * a bad value, and {@link #finish} reports all of them at once, unknown keys too.
 */
public final class SettingsReader {
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Sources sources;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Setting> settings = new TreeMap<>();

    /** A setting as it was read: both values as a configuration file would write them. */
    public record Setting(String key, String defaultText, String text) {}

    public SettingsReader(Sources sources) {
        this.sources = sources;
    }

    /** Text in a form of its own, such as a name; {@code form} says in a few words which. */
    public String text(String key, String byDefault, String form, Predicate<String> isValid) {
        return value(
                key, byDefault, form, text -> Optional.of(text).filter(isValid), Object::toString);
    }

    /** An optional path; a relative one is taken from the working folder. */
    public Optional<Path> file(String key) {
        String text = text(key, "", "the path of a file", SettingsReader::isPath);
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
    }

    /** A path that has a default, and so is never empty; a relative one is as that of a file. */
    public Path folder(String key, Path byDefault) {
        String text =
                text(
                        key,
                        byDefault.toString(),
                        "the path of a folder",
                        given -> !given.isBlank() && isPath(given));
        return Path.of(text).toAbsolutePath().normalize();
    }

    private static boolean isPath(String text) {
        try {
            var _ = Path.of(text);
            return true;
        } catch (InvalidPathException _) {
            return false;
        }
    }

    public boolean flag(String key, boolean byDefault) {
        return value(key, byDefault, "true or false", SettingsReader::flagOf, Object::toString);
    }

    private static Optional<Boolean> flagOf(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    public long number(String key, long byDefault, long least, long most) {
        return value(
                key,
                byDefault,
                "a whole number from %d to %d".formatted(least, most),
                text -> wholeNumber(text).filter(n -> n >= least && n <= most),
                Object::toString);
    }

    private static Optional<Long> wholeNumber(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    public DataSize size(String key, DataSize byDefault, DataSize least, DataSize most) {
        return value(
                key,
                byDefault,
                "a size such as 10MiB, from %s to %s".formatted(least, most),
                text ->
                        DataSize.tryParse(text)
                                .filter(size ->
                                        size.bytes() >= least.bytes()
                                                && size.bytes() <= most.bytes()),
                Object::toString);
    }

    public Duration duration(String key, Duration byDefault, Duration least, Duration most) {
        return value(
                key,
                byDefault,
                "a duration such as 30s or 12h, from %s to %s"
                        .formatted(Durations.format(least), Durations.format(most)),
                text ->
                        Durations.tryParse(text)
                                .filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0),
                Durations::format);
    }

    /** The same, of at most ten years. */
    public Duration duration(String key, Duration byDefault, Duration least) {
        return duration(key, byDefault, least, LONGEST);
    }

    /** One of these, named in lower case and with dashes. */
    public <E extends Enum<E>> E choice(String key, E byDefault, E[] values) {
        List<String> words = Arrays.stream(values).map(SettingsReader::word).toList();
        String text =
                text(key, word(byDefault), "one of " + String.join(", ", words), words::contains);
        return values[words.indexOf(text)];
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A list: in YAML a list or one value, in variables and options separated by commas. */
    public <T> List<T> list(
            String key, List<T> byDefault, String form, Function<String, Optional<T>> parse) {
        Optional<Sources.Entry> entry = sources.take(key);
        List<T> values = new ArrayList<>();
        boolean good = true;
        for (String text : entry.map(e -> elements(e.value())).orElse(List.of())) {
            Optional<T> value = parse.apply(text);
            if (value.isEmpty()) {
                faults.add(fault(entry.orElseThrow(), text, "a list of " + form));
                good = false;
            }
            value.ifPresent(values::add);
        }
        List<T> result = entry.isPresent() && good ? List.copyOf(values) : byDefault;
        settings.put(key, new Setting(key, flow(byDefault), flow(result)));
        return result;
    }

    private static List<String> elements(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value.toString().isBlank()
                ? List.of()
                : List.of(value.toString().split(",")).stream().map(String::strip).toList();
    }

    private static String flow(List<?> values) {
        return "["
                + String.join(", ", values.stream().map(v -> quoted(v.toString())).toList())
                + "]";
    }

    private <T> T value(
            String key,
            T byDefault,
            String form,
            Function<String, Optional<T>> parse,
            Function<T, String> format) {
        Optional<Sources.Entry> entry = sources.take(key);
        Optional<T> value =
                entry.flatMap(e ->
                        e.value() instanceof List<?>
                                ? Optional.empty()
                                : parse.apply(e.value().toString()));
        if (entry.isPresent() && value.isEmpty()) {
            Sources.Entry bad = entry.get();
            faults.add(fault(bad, bad.value().toString(), form));
        }
        T result = value.orElse(byDefault);
        settings.put(
                key,
                new Setting(key, quoted(format.apply(byDefault)), quoted(format.apply(result))));
        return result;
    }

    private static String fault(Sources.Entry entry, String text, String form) {
        return "%s is '%s'; it must be %s".formatted(entry.where(), text, form);
    }

    /** Adds a fault that concerns several settings at once. */
    public void fault(String fault) {
        faults.add(fault);
    }

    /** Every setting that was asked for, by key. */
    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /** Fails with all faults, if there is one. */
    public void finish() throws ConfigFaults {
        var all = new ArrayList<>(sources.leftOver(List.copyOf(settings.keySet())));
        all.addAll(faults);
        if (!all.isEmpty()) {
            throw new ConfigFaults(all);
        }
    }

    /** Quotes what YAML would take for something else than this text. */
    private static String quoted(String text) {
        boolean plain =
                text.matches("[A-Za-z0-9_./][A-Za-z0-9_./-]*")
                        && !text.matches("0[0-9]+|[0-9]+\\.[0-9]+");
        return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
