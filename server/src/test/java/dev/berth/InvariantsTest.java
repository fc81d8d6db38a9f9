package dev.berth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An invariant without a test is a wish: those that docs/INVARIANTS.md names must exist. */
class InvariantsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void everyTestThatAnInvariantNamesExists() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : new String[] {"server", "acceptance"}) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.filter(Files::isRegularFile)
                        .forEach(file -> sources.put(name(file), read(file)));
            }
        }

        var named =
                NAMED_TEST
                        .matcher(Files.readString(ROOT.resolve("docs/INVARIANTS.md")))
                        .results()
                        .toList();

        assertThat(named).isNotEmpty();
        assertThat(named)
                .allSatisfy(test ->
                        assertThat(sources.getOrDefault(test.group(1) + ".java", ""))
                                .as(test.group())
                                .contains(" " + test.group(2) + "("));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
