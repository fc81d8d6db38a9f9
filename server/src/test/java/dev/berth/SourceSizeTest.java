package dev.berth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A file of more than 500 lines has more than one subject. */
class SourceSizeTest {
    private static final int MOST_LINES = 500;

    @Test
    void noSourceFileIsTooLong() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            var tooLong =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> lines(file) > MOST_LINES)
                            .toList();

            assertThat(tooLong).isEmpty();
        }
    }

    private static long lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
