package dev.berth.api.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.awsjson.Operation;
import dev.berth.testing.TestBerth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EcrOperationsTest {
    private static final Path MODEL = Path.of("src/test/resources/ecr-operations.txt");
    private static final Path TABLE = Path.of("../docs/operations.md");
    private static final Pattern ROW =
            Pattern.compile("\\| (\\w+) \\| (works|not yet) \\|.*", Pattern.MULTILINE);

    @Test
    void knowsEveryOperationOfTheServiceModel() throws IOException {
        var names = operations().stream().map(Operation::name).sorted().toList();

        assertThat(names).isEqualTo(Files.readAllLines(MODEL)).hasSize(58);
    }

    @Test
    void isWhatTheTableInTheDocumentationSays() throws IOException {
        var states =
                Stream.concat(operations().stream(), own().stream())
                        .collect(
                                Collectors.toMap(
                                        Operation::name,
                                        operation ->
                                                operation instanceof NotBuilt
                                                        ? "not yet"
                                                        : "works"));

        assertThat(table()).isEqualTo(states);
    }

    @Test
    void worksForAllThatTheEverydayFlowNeeds() {
        assertThat(operations().stream().filter(operation -> !(operation instanceof NotBuilt)))
                .extracting(Operation::name)
                .contains("GetAuthorizationToken", "CreateRepository", "DescribeRepositories")
                .contains("PutImage", "BatchGetImage", "ListImages", "DescribeImages")
                .contains("BatchCheckLayerAvailability", "InitiateLayerUpload", "UploadLayerPart")
                .contains("CompleteLayerUpload", "GetDownloadUrlForLayer", "BatchDeleteImage");
    }

    private static Map<String, String> table() throws IOException {
        return ROW.matcher(Files.readString(TABLE))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
    }

    private static List<Operation<?, ?>> own() {
        try (var berth = new TestBerth()) {
            return EcrOperations.own(berth.features());
        }
    }

    private static List<Operation<?, ?>> operations() {
        try (var berth = new TestBerth()) {
            return EcrOperations.list(berth.features());
        }
    }
}
