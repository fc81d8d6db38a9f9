package dev.berth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.json.Json;
import dev.berth.json.JsonFault;
import dev.berth.json.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file of cases: what kind they are, and the members of each. */
record CaseFile(Path path, String kind, List<Map<String, Object>> cases) {
    private static final Path FOLDER = Path.of("src/test/resources/cases/policy");
    static final String CONDITIONS = "conditions";
    static final String DECISIONS = "decisions";
    static final String TEXTS = "texts";

    static List<CaseFile> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(CaseFile::read).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<CaseFile> of(String kind) {
        return all().stream().filter(file -> file.kind().equals(kind));
    }

    @SuppressWarnings("unchecked")
    private static CaseFile read(Path path) {
        try {
            Map<String, Object> tree = Yaml.read(Files.readString(path));
            assertThat(tree).as(path.toString()).hasSize(1);
            String kind = tree.keySet().iterator().next();
            return new CaseFile(path, kind, (List<Map<String, Object>>) require(tree, kind));
        } catch (IOException | JsonFault e) {
            throw new AssertionError("cannot read " + path, e);
        }
    }

    static Object require(Map<String, Object> given, String member) {
        return Objects.requireNonNull(given.get(member), () -> member + " of " + given);
    }

    /** A list of statements, or a whole document. */
    static PolicyDocument policy(Object tree, PolicyKind kind) {
        Object document =
                tree instanceof Map<?, ?> whole && whole.containsKey("Statement")
                        ? whole
                        : Map.of("Version", "2012-10-17", "Statement", tree);
        return PolicyParser.parse(new String(Json.write(document), StandardCharsets.UTF_8), kind);
    }

    /** Values are a text or a list of texts; an absent member means a request without keys. */
    static ConditionKeys keys(@Nullable Object tree) {
        Map<String, List<String>> keys = new HashMap<>();
        if (tree instanceof Map<?, ?> members) {
            members.forEach((name, value) ->
                    keys.put(name.toString().toLowerCase(Locale.ROOT), texts(value)));
        }
        return keys::get;
    }

    static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> texts.add(String.valueOf(item)));
        } else if (value != null) {
            texts.add(value.toString());
        }
        return texts;
    }

    /** A member that nobody reads would be a check that nobody makes. */
    static String checked(Map<String, Object> given, Set<String> required, Set<String> optional) {
        assertThat(given.keySet()).as(given.toString()).containsAll(required);
        assertThat(given.keySet())
                .as(given.toString())
                .allMatch(name -> required.contains(name) || optional.contains(name));
        return require(given, "shows").toString();
    }
}
