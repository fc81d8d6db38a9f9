package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docker over TLS. It checks no certificate of a registry on loopback, so here it reaches berth
 * under another name.
 */
class DockerTlsIT {

    private static final String NAME = "registry.berth.test";
    private static final String CERTIFICATES =
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
              -keyout ca.key -out ca.crt -subj '/CN=test CA'
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
              -keyout tls.key -out tls.csr -subj /CN=registry
            printf 'subjectAltName=DNS:localhost,DNS:%s' > names
            openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 \
              -extfile names -out tls.crt
            """
                    .formatted(NAME);

    @TempDir Path folder;

    @Test
    void pushesAndPullsOnceItKnowsTheAuthority() throws IOException {
        Clients.need(Clients.AWS, Clients.OPENSSL);
        new Shell(folder).run(CERTIFICATES);
        var settings =
                Map.of(
                        "BERTH_TLS_CERTIFICATE", folder.resolve("tls.crt").toString(),
                        "BERTH_TLS_KEY", folder.resolve("tls.key").toString());
        try (var berth = PackedBerth.start(folder, settings);
                var proxy = ConnectProxy.start(berth.port());
                var docker = RealDocker.start(folder, proxy.uri())) {
            String registry = NAME + ":" + berth.port();
            var shell =
                    docker.in(berth.shell())
                            .with("AWS_CA_BUNDLE", folder.resolve("ca.crt").toString())
                            .with("REGISTRY", registry);
            String login =
                    "aws ecr get-login-password | docker login --username AWS --password-stdin"
                            + " $REGISTRY";
            shell.run("aws ecr create-repository --repository-name secure");

            assertThat(shell.refused(login)).contains("certificate signed by unknown authority");

            Path trusted = Files.createDirectories(docker.certificates().resolve(registry));
            Files.copy(folder.resolve("ca.crt"), trusted.resolve("ca.crt"));
            shell.run(login);
            shell.run("mkdir image && echo hello > image/hello.txt");
            shell.run("printf 'FROM scratch\\nCOPY hello.txt /\\n' > image/Dockerfile");
            shell.run("docker build -t $REGISTRY/secure:1 image");
            String pushed = shell.run("docker push $REGISTRY/secure:1");
            shell.run("docker rmi $REGISTRY/secure:1");
            String pulled = shell.run("docker pull $REGISTRY/secure:1");

            String digest =
                    shell.run(
                            "aws ecr describe-images --repository-name secure --query"
                                    + " imageDetails[0].imageDigest --output text");
            assertThat(pushed).contains("1: digest: " + digest);
            assertThat(pulled).contains("Digest: " + digest);
            assertThat(proxy.asked()).isNotEmpty().allMatch(registry::equals);
        }
    }
}
