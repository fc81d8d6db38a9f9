package dev.berth.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IamOperationsTest {
    private static final Path MODEL = Path.of("src/test/resources/iam-operations.txt");
    private static final Path TABLE = Path.of("../docs/iam-operations.md");
    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]\\w+) \\|", Pattern.MULTILINE);

    @Test
    void areThoseThatTheDocumentationNames() throws IOException {
        var named =
                ROW.matcher(Files.readString(TABLE)).results().map(row -> row.group(1)).toList();

        assertThat(named)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(IamOperations.service().byName().keySet());
    }

    @Test
    void areAmongThoseOfTheServiceModel() throws IOException {
        assertThat(Files.readAllLines(MODEL))
                .hasSizeGreaterThan(150)
                .containsAll(IamOperations.service().byName().keySet());
    }
}
