package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The everyday flow of docs/guide/clients.md with the aws and docker commands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerIT {

    private PackedBerth berth;
    private RealDocker docker;
    private Shell shell;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Clients.need(Clients.AWS, Clients.BUSYBOX);
        this.folder = folder;
        docker = RealDocker.start(folder);
        berth = PackedBerth.start(folder);
        shell = docker.in(berth.shell());
        shell.run(
                "aws ecr get-login-password | docker login --username AWS --password-stdin"
                        + " $BERTH_REGISTRY");
        writeImage();
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        for (AutoCloseable part : new AutoCloseable[] {berth, docker}) {
            if (part != null) {
                org.assertj.core.api.Assertions.assertThatCode(part::close)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void pushesDescribesPullsAndRunsAnImage() throws IOException, InterruptedException {
        String created =
                shell.run(
                        "aws ecr create-repository --repository-name proof-of-concept-repo --query"
                                + " repository.repositoryUri --output text");
        String image = created + ":latest";
        assertThat(created).isEqualTo(registry() + "/proof-of-concept-repo");
        assertThat(
                        shell.run(
                                "aws ecr describe-repositories --query"
                                        + " repositories[].repositoryName --output text"))
                .contains("proof-of-concept-repo");

        shell.run("docker build -t proof-of-concept image");
        shell.run("docker tag proof-of-concept " + image);
        String pushed = shell.run("docker push " + image);

        String digest =
                shell.run(
                        "aws ecr describe-images --repository-name proof-of-concept-repo --query"
                                + " imageDetails[0].imageDigest --output text");
        assertThat(pushed).contains("latest: digest: " + digest);
        assertThat(
                        shell.run(
                                "aws ecr list-images --repository-name proof-of-concept-repo --query"
                                        + " 'imageIds[].[imageTag,imageDigest]' --output text"))
                .isEqualTo("latest\t" + digest);
        shell.run("docker rmi proof-of-concept " + image);
        assertThat(shell.run("docker pull " + image)).contains("Digest: " + digest);
        assertThat(servedBy(image)).isEqualTo("hello from the registry\n");
    }

    @Test
    void buildsPushesAndPullsForAnotherPlatform() {
        create("arm");
        String image = registry() + "/arm:latest";

        // The classic builder's cache does not tell platforms apart.
        shell.run("docker build --no-cache --platform=linux/arm64 -t " + image + " image");
        shell.run("docker push " + image);
        shell.run("docker rmi " + image);
        shell.run("docker pull --platform=linux/arm64 " + image);

        assertThat(shell.run("docker image inspect --format '{{.Os}}/{{.Architecture}}' " + image))
                .isEqualTo("linux/arm64");
    }

    @Test
    void logsInWithThePasswordOnTheCommandLine() {
        var elsewhere = shell.with("DOCKER_CONFIG", folder.resolve("other-config").toString());

        assertThat(
                        elsewhere.run(
                                "docker login -u AWS -p \"$(aws ecr get-login-password)\""
                                        + " http://$BERTH_REGISTRY"))
                .contains("Login Succeeded");
        assertThat(elsewhere.refused("docker login -u AWS -p d3Jvbmc= $BERTH_REGISTRY"))
                .contains("400 Bad Request");
    }

    @Test
    void retagsAnImageThroughTheApi() {
        create("retagged");
        String image = registry() + "/retagged";
        shell.run(
                "docker build -t %s:latest image && docker push %s:latest".formatted(image, image));

        shell.run(
                """
                MANIFEST=$(aws ecr batch-get-image --repository-name retagged --image-ids imageTag=latest \
                  --output text --query 'images[].imageManifest')
                aws ecr put-image --repository-name retagged --image-tag 2017.03 --image-manifest "$MANIFEST"
                """);

        assertThat(
                        shell.run(
                                "aws ecr describe-images --repository-name retagged --query"
                                        + " 'imageDetails[].imageTags[]' --output text"))
                .isEqualTo("2017.03\tlatest");
        shell.run("docker pull %s:2017.03".formatted(image));
    }

    @Test
    void refusesToMoveAnImmutableTag() {
        shell.run(
                "aws ecr create-repository --repository-name fixed --image-tag-mutability IMMUTABLE");
        String image = registry() + "/fixed:1";
        shell.run("docker build -t %s image && docker push %s".formatted(image, image));
        shell.run("docker push " + image); // the same image again is no move

        shell.run("docker build --label changed=yes -t %s image".formatted(image));

        assertThat(shell.refused("docker push " + image))
                .contains(
                        "tag invalid: The image tag '1' already exists in the 'fixed' repository"
                                + " and cannot be overwritten because the tag is immutable.");
    }

    @Test
    void saysInEcrsWordsThatARepositoryIsMissing() {
        String image = registry() + "/nowhere:1";
        shell.run("docker build -t %s image".formatted(image));

        assertThat(shell.refused("docker push " + image))
                .contains(
                        "name unknown: The repository with name 'nowhere' does not exist in the"
                                + " registry with id '000000000000'");
    }

    @Test
    void asksForALoginFirst() {
        var stranger = shell.with("DOCKER_CONFIG", folder.resolve("no-config").toString());

        assertThat(stranger.refused("docker pull %s/private:1".formatted(registry())))
                .contains("no basic auth credentials");
    }

    /** Runs a container with the host's network and asks its web server for the page. */
    private String servedBy(String image) throws IOException, InterruptedException {
        int port = PackedBerth.freePort();
        String container =
                shell.run(
                        "docker run -d --network host -p80:8080 %s /busybox httpd -f -p 127.0.0.1:%d -h /www"
                                .formatted(image, port));
        try (var client = HttpClient.newHttpClient()) {
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (true) {
                try {
                    var uri = URI.create("http://127.0.0.1:" + port + "/");
                    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body();
                } catch (IOException e) {
                    if (System.nanoTime() > deadline) {
                        throw e;
                    }
                }
            }
        } finally {
            shell.run("docker rm -f " + container);
        }
    }

    private void writeImage() throws IOException {
        Path image = Files.createDirectories(folder.resolve("image"));
        shell.run("cp $(command -v busybox) image/busybox");
        Files.writeString(image.resolve("index.html"), "hello from the registry\n");
        Files.writeString(
                image.resolve("Dockerfile"),
                """
                FROM scratch
                COPY busybox /busybox
                COPY index.html /www/index.html
                EXPOSE 8080
                CMD ["/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
                """);
    }

    private void create(String repository) {
        shell.run("aws ecr create-repository --repository-name " + repository);
    }

    private String registry() {
        return shell.run("echo $BERTH_REGISTRY");
    }
}
