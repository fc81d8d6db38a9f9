package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own: clients that know it need no further flag. */
class TlsIT {

    @TempDir Path folder;

    @Test
    void servesBothPlanesToClientsThatKnowItsCertificate() throws IOException {
        Clients.need(Clients.AWS, Clients.OPENSSL, Clients.SKOPEO);
        TlsCertificate certificate = TlsCertificate.make(folder);
        new Shell(folder).run("mkdir certs && cp tls.crt certs/ca.crt");
        var image = SmallImage.random(new Random(1), 2, 1_000_000);
        image.write(folder.resolve("image"));
        try (var berth = PackedBerth.start(folder, certificate.settings())) {
            var shell =
                    berth.shell()
                            .with("AWS_CA_BUNDLE", folder.resolve("tls.crt").toString())
                            .with("REGISTRY_AUTH_FILE", folder.resolve("auth.json").toString());
            assertThat(shell.run("echo $AWS_ENDPOINT_URL")).startsWith("https://");

            shell.run("aws ecr create-repository --repository-name secure");
            shell.run(
                    "aws ecr get-login-password | skopeo login --cert-dir certs --username AWS"
                            + " --password-stdin $BERTH_REGISTRY");
            shell.run(
                    "skopeo copy --preserve-digests --dest-cert-dir certs dir:image"
                            + " docker://$BERTH_REGISTRY/secure:1");
            shell.run(
                    "skopeo copy --src-cert-dir certs docker://$BERTH_REGISTRY/secure:1 dir:back");

            assertThat(shell.run("cat back/manifest.json")).isEqualTo(image.manifest().text());
            assertThat(shell.run("diff -r image back")).isEmpty();
            assertThat(shell.refused("skopeo inspect docker://$BERTH_REGISTRY/secure:1"))
                    .contains("certificate");
        }
    }
}
