package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The OCI project's own suite with all of its optional parts, where {@code OCI_CONFORMANCE} names
 * its binary. It is no part of berth and no client: where it is not given there is nothing to run,
 * and {@link SpecificationIT} holds the server to the specification alone.
 */
class ConformanceIT {
    private static final Pattern COUNT =
            Pattern.compile("^ +(Pass|Skip|FAIL|Error|Total)\\.+: +([0-9]+)$", Pattern.MULTILINE);

    /** The second run finds a server that is warm, and repositories as the first one left them. */
    private static final int RUNS = 2;

    @TempDir Path folder;

    @TestFactory
    List<DynamicTest> conformsToTheSpecification() {
        String binary = System.getenv("OCI_CONFORMANCE");
        if (binary == null) {
            System.out.println("not run: OCI_CONFORMANCE names no conformance suite");
            return List.of();
        }
        return Stream.of(Scheme.values())
                .flatMap(scheme ->
                        Stream.of(false, true)
                                .map(sparse -> {
                                    var name = scheme + (sparse ? ", sparse" : "");
                                    return DynamicTest.dynamicTest(
                                            name, () -> conforms(name, binary, scheme, sparse));
                                }))
                .toList();
    }

    private enum Scheme {
        HTTP,
        TLS
    }

    private void conforms(String name, String binary, Scheme scheme, boolean sparse)
            throws Exception {
        Clients.need(Clients.AWS);
        Path own = Files.createDirectory(folder.resolve(scheme + "-" + sparse));
        try (var berth = start(own, scheme)) {
            var shell = shell(berth, own, scheme, sparse);
            for (String repository : List.of("one", "two")) {
                shell.run(
                        "aws ecr create-repository --repository-name conformance/"
                                + repository
                                + (sparse ? " --tags Key=berth:allow-sparse,Value=true" : ""));
            }
            var suite = shell.with("OCI_PASSWORD", shell.run("aws ecr get-login-password"));
            for (int run = 0; run < RUNS; run++) {
                long begin = System.nanoTime();
                var outcome = suite.attempt(binary);
                var took = Duration.ofNanos(System.nanoTime() - begin);

                Map<String, Integer> counts = counts(outcome.out());
                assertThat(counts).as(outcome.toString()).containsEntry("FAIL", 0);
                assertThat(counts).as(outcome.toString()).containsEntry("Error", 0);
                assertThat(counts).as(outcome.toString()).containsEntry("Skip", 0);
                assertThat(counts.get("Pass")).isPositive().isEqualTo(counts.get("Total"));
                assertThat(outcome.exit()).isZero();
                System.out.printf(
                        "conformance, %s, %s: %d passed, 0 failed, 0 skipped in %d ms%n",
                        name, run == 0 ? "cold" : "warm", counts.get("Pass"), took.toMillis());
            }
        }
    }

    private static PackedBerth start(Path own, Scheme scheme) {
        return switch (scheme) {
            case HTTP -> PackedBerth.start(own);
            case TLS -> PackedBerth.start(own, TlsCertificate.make(own).settings());
        };
    }

    /** Version {@code dev} asks for what the next version of the specification adds. */
    private static Shell shell(PackedBerth berth, Path own, Scheme scheme, boolean sparse) {
        var variables =
                new HashMap<>(
                        Map.of(
                                "OCI_VERSION", "dev",
                                "OCI_REGISTRY", "localhost:" + berth.port(),
                                "OCI_REPO1", "conformance/one",
                                "OCI_REPO2", "conformance/two",
                                "OCI_USERNAME", "AWS",
                                "OCI_DATA_SPARSE", Boolean.toString(sparse),
                                "OCI_RESULTS_DIR", own.resolve("results").toString()));
        switch (scheme) {
            case HTTP -> variables.put("OCI_TLS", "disabled");
            case TLS -> {
                String certificate = own.resolve("tls.crt").toString();
                variables.put("OCI_TLS", "enabled");
                variables.put("SSL_CERT_FILE", certificate);
                variables.put("AWS_CA_BUNDLE", certificate);
            }
        }
        return berth.shell().with(variables);
    }

    private static Map<String, Integer> counts(String report) {
        var counts = new HashMap<String, Integer>();
        COUNT.matcher(report)
                .results()
                .forEach(line -> counts.put(line.group(1), Integer.valueOf(line.group(2))));
        return counts;
    }
}
