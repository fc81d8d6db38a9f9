package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of IAM and STS, called with what the aws command is built on. */
class IamOperationsIT {

    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]\\w+) \\|", Pattern.MULTILINE);
    private static final List<String> STS =
            List.of(
                    "AssumeRole",
                    "AssumeRoleWithWebIdentity",
                    "GetCallerIdentity",
                    "GetFederationToken",
                    "GetSessionToken");

    @Test
    void botocoreReadsEveryAnswerAsItWasSent(@TempDir Path folder) throws IOException {
        Clients.needBotocore();
        var cluster = new OidcSigner("https://oidc.cluster-1.example");
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, cluster.keys());
        Path calls = folder.resolve("operations.py");
        try (InputStream resource =
                IamOperationsIT.class.getResourceAsStream("/identity/operations.py")) {
            Files.copy(Objects.requireNonNull(resource), calls);
        }
        try (var berth =
                PackedBerth.start(
                        folder,
                        Map.of("BERTH_IDENTITY_OIDC", cluster.issuer() + " jwks=" + keys))) {

            String called =
                    berth.shell()
                            .run(
                                    "python3 %s %s"
                                            .formatted(
                                                    calls,
                                                    cluster.token(
                                                            "system:serviceaccount:shop:web")));

            assertThat(called.lines())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(documented(), STS.stream()).toList());
        }
    }

    private static Stream<String> documented() throws IOException {
        Path table = Path.of(System.getProperty("berth.home"), "docs/iam-operations.md");
        return ROW.matcher(Files.readString(table)).results().map(row -> row.group(1));
    }
}
