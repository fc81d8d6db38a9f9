package dev.berth.api.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.awsjson.Operation;
import dev.berth.repository.Quotas;
import dev.berth.testing.TestBerth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What ECR answers, as data: {@code cases/ecr/<Operation>/<case>.json}, see {@link WireCase}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EcrCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases/ecr");
    private static final JsonMapper JSON = new JsonMapper();

    private final TestBerth shared = new TestBerth();

    @AfterAll
    void close() {
        shared.close();
    }

    @TestFactory
    List<DynamicTest> answersAsEcrDoes() throws IOException {
        var fixtures = JSON.readTree(CASES.resolve("given.json").toFile());
        return cases().stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                CASES.relativize(file).toString(),
                                () -> play(fixtures, JSON.readTree(file.toFile()))))
                .toList();
    }

    @Test
    void everyOperationThatWorksHasCases() throws IOException {
        var tested =
                cases().stream()
                        .map(file -> CASES.relativize(file).getName(0).toString())
                        .collect(Collectors.toSet());
        var working =
                EcrOperations.list(shared.features()).stream()
                        .filter(operation -> !(operation instanceof NotBuilt))
                        .map(Operation::name)
                        .toList();

        assertThat(tested).containsAll(working);
    }

    private void play(JsonNode fixtures, JsonNode steps) {
        if (leavesNothingBehind(steps)) {
            new WireCase(shared, fixtures).play(steps);
            return;
        }
        try (var berth = new TestBerth(quotas(steps.path("quotas")))) {
            new WireCase(berth, fixtures).play(steps);
        }
    }

    /** A refused call on an empty server: such cases need no server of their own. */
    private static boolean leavesNothingBehind(JsonNode steps) {
        return !steps.has("given")
                && !steps.has("quotas")
                && steps.at("/response/status").asInt() != 200;
    }

    private static Quotas quotas(JsonNode given) {
        var ecr = Quotas.ofEcr();
        return new Quotas(
                given.path("repositoriesPerRegistry").asLong(ecr.repositoriesPerRegistry()),
                given.path("imagesPerRepository").asLong(ecr.imagesPerRepository()),
                given.path("tagsPerImage").asInt(ecr.tagsPerImage()),
                given.path("layerBytes").asLong(ecr.layerBytes()),
                given.path("manifestBytes").asInt(ecr.manifestBytes()),
                given.path("tagsPerRepository").asInt(ecr.tagsPerRepository()),
                layerParts(given.path("layerParts")),
                given.path("pullTimeExclusions").asInt(ecr.pullTimeExclusions()));
    }

    private static Quotas.LayerParts layerParts(JsonNode given) {
        var ecr = Quotas.ofEcr().layerParts();
        return new Quotas.LayerParts(
                given.path("smallest").asInt(ecr.smallest()),
                given.path("advised").asInt(ecr.advised()),
                given.path("most").asInt(ecr.most()));
    }

    private static List<Path> cases() throws IOException {
        try (var files = Files.walk(CASES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> CASES.relativize(file).getNameCount() == 2)
                    .sorted()
                    .toList();
        }
    }
}
