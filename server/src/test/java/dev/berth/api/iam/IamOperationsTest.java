package dev.berth.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IamOperationsTest {
    private static final Path MODEL = Path.of("src/test/resources/iam-operations.txt");
    private static final Path TABLE = Path.of("../docs/iam-operations.md");
    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]\\w+) \\|", Pattern.MULTILINE);

    private final TestDatabase database = new TestDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    private Set<String> names() {
        var identity = new TestIdentity(database, new FixedClock());
        return IamOperations.service(identity.iam()).byName().keySet();
    }

    @Test
    void areThoseThatTheDocumentationNames() throws IOException {
        var named =
                ROW.matcher(Files.readString(TABLE)).results().map(row -> row.group(1)).toList();

        assertThat(named).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(names());
    }

    @Test
    void areAmongThoseOfTheServiceModel() throws IOException {
        assertThat(Files.readAllLines(MODEL)).hasSizeGreaterThan(150).containsAll(names());
    }

    @Test
    void areAllComparedWithTheMembersOfTheServiceModel() {
        assertThat(new IamModel().operations()).containsAll(names());
    }
}
