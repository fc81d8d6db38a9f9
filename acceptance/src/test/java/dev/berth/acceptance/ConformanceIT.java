package dev.berth.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OCI project's own suite, where {@code OCI_CONFORMANCE} names its binary. */
class ConformanceIT {

    @Test
    void pullsAndPushesAsTheSpecificationSays(@TempDir Path folder) {
        String binary = System.getenv("OCI_CONFORMANCE");
        assumeTrue(binary != null, "OCI_CONFORMANCE names no conformance binary");
        try (var berth = PackedBerth.start(folder);
                var ecr = new Sdk(berth).ecr()) {
            ecr.createRepository(r -> r.repositoryName("conformance/one"));
            ecr.createRepository(r -> r.repositoryName("conformance/two"));

            berth.shell()
                    .with(
                            Map.of(
                                    "OCI_ROOT_URL", berth.endpoint().toString(),
                                    "OCI_NAMESPACE", "conformance/one",
                                    "OCI_CROSSMOUNT_NAMESPACE", "conformance/two",
                                    "OCI_USERNAME", "AWS",
                                    "OCI_TEST_PULL", "1",
                                    "OCI_TEST_PUSH", "1",
                                    "OCI_REPORT_DIR", "none"))
                    .run("OCI_PASSWORD=$(aws ecr get-login-password) " + binary);
        }
    }
}
