package dev.berth.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.Sources;
import dev.berth.http.Headers;
import dev.berth.testing.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running server whose file of identities changes. */
class IdentitiesFileServerTest {
    private static final String KEY = "AKIAAAAAAAAAAAAAAAAA";
    private static final String SECRET = "a-secret-of-enough-characters";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path home;

    private record Answer(int status, String body) {}

    private void write(String users) throws IOException {
        Path next =
                Files.writeString(
                        home.resolve("next.yaml"),
                        "accounts: [{id: \"111122223333\", users: [%s]}]\n".formatted(users));
        Files.move(
                next,
                home.resolve("identities.yaml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String user(String name) {
        return "{name: %s, access-keys: [{id: %s, secret-file: secret}]}".formatted(name, KEY);
    }

    private static Answer whoAmI(HttpClient client, Berth server)
            throws IOException, InterruptedException {
        URI endpoint = URI.create(server.address().endpoint());
        byte[] body =
                "Action=GetCallerIdentity&Version=2011-06-15".getBytes(StandardCharsets.UTF_8);
        Headers signed =
                new RequestSigner(KEY, SECRET, "us-east-1", "sts", Instant.now())
                        .sign(
                                "POST",
                                "/",
                                "",
                                Headers.of(
                                        "Host",
                                        endpoint.getAuthority(),
                                        "Content-Type",
                                        "application/x-www-form-urlencoded"),
                                body);
        var request =
                HttpRequest.newBuilder(endpoint.resolve("/"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Host")) {
                request.header(name, value);
            }
        });
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }

    private static void await(HttpClient client, Berth server, int status, String part)
            throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        Answer answer = whoAmI(client, server);
        while (!(answer.status() == status && answer.body().contains(part))
                && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
            answer = whoAmI(client, server);
        }
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains(part);
    }

    @Test
    void letsInWhomTheFileNamesAndNobodyElse() throws Exception {
        Files.writeString(home.resolve("secret"), SECRET);
        write(user("ci"));
        var sources =
                new Sources()
                        .option("listen", "127.0.0.1:0", "--listen")
                        .option(
                                "identity.file",
                                home.resolve("identities.yaml").toString(),
                                "--set");
        var config = BerthConfigReader.read(sources, home.resolve("data")).config();
        try (var server = Berth.start(config);
                var client = HttpClient.newHttpClient()) {
            assertThat(whoAmI(client, server).body()).contains("arn:aws:iam::111122223333:user/ci");

            write(user("deploy"));
            await(client, server, 200, "arn:aws:iam::111122223333:user/deploy");

            write("{name: deploy, policies: [none]}");
            write("{name: nobody}");
            await(client, server, 403, "InvalidClientTokenId");
        }
    }
}
