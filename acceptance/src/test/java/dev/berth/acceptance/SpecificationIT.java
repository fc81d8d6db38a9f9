package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.acceptance.specification.Case;
import dev.berth.acceptance.specification.Run;
import dev.berth.acceptance.specification.Table;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Tag;

/** The OCI distribution specification, statement by statement: {@code resources/specification}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpecificationIT {

    private static final Table TABLE = Table.read();

    private final List<Server> servers = new ArrayList<>();

    /** A server and who asks it. */
    private record Server(PackedBerth berth, EcrClient ecr, HttpClient client)
            implements AutoCloseable {

        Run.Registry registry() {
            return new Run.Registry(
                    berth.endpoint(), client, Sdk.login(ecr), this::createRepository);
        }

        private void createRepository(String name, boolean sparse) {
            var allow = Tag.builder().key("berth:allow-sparse").value("true").build();
            ecr.createRepository(
                    r -> r.repositoryName(name).tags(sparse ? List.of(allow) : List.of()));
        }

        @Override
        public void close() {
            client.shutdownNow();
            ecr.close();
            berth.close();
        }
    }

    @AfterAll
    void stop() {
        servers.forEach(Server::close);
    }

    @TestFactory
    Stream<DynamicContainer> holdsOverHttp(@TempDir Path folder) {
        PackedBerth berth = PackedBerth.start(folder);
        return tests(new Server(berth, new Sdk(berth).ecr(), client().build()), _ -> true);
    }

    /** What is asked comes through another pipe, not with other values. */
    @TestFactory
    Stream<DynamicContainer> holdsOverTls(@TempDir Path folder) {
        TlsCertificate certificate = TlsCertificate.make(folder);
        PackedBerth berth = PackedBerth.start(folder, certificate.settings());
        var client = client().sslContext(certificate.context()).build();
        return tests(new Server(berth, new Sdk(berth).ecr(certificate), client), Case::first);
    }

    @Test
    void hasCasesForEverySectionThatBindsRegistries() {
        var withCases =
                TABLE.chapters().stream()
                        .flatMap(chapter -> chapter.cases().stream())
                        .map(Case::section)
                        .collect(Collectors.toSet());

        var binding =
                TABLE.sections().entrySet().stream()
                        .filter(section -> section.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .toList();
        assertThat(withCases).containsExactlyInAnyOrderElementsOf(binding);
    }

    private Stream<DynamicContainer> tests(Server server, Predicate<Case> which) {
        servers.add(server);
        Run.Registry registry = server.registry();
        return TABLE.chapters().stream()
                .map(chapter -> dynamicContainer(chapter.name(), tests(registry, chapter, which)));
    }

    private static List<DynamicTest> tests(
            Run.Registry registry, Table.Chapter chapter, Predicate<Case> which) {
        var tests = new ArrayList<DynamicTest>();
        for (Case one : chapter.cases().stream().filter(which).toList()) {
            String repository = "specification/" + chapter.name() + "/" + (tests.size() + 1);
            tests.add(
                    dynamicTest(
                            "%s %s [%s]".formatted(one.level(), one.name(), one.section()),
                            () -> new Run(registry, one, repository).run()));
        }
        return tests;
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(30));
    }
}
