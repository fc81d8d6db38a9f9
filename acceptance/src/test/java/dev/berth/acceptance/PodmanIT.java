package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** podman and buildah over plain http, as docs/guide/clients.md shows them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodmanIT {

    private PackedBerth berth;
    private Shell shell;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Clients.need(Clients.AWS, Clients.BUSYBOX);
        Clients.needRoot("podman's storage");
        berth = PackedBerth.start(folder);
        Path settings = folder.resolve("containers.conf");
        // Needs neither systemd, nor cgroups of its own, nor the right to raise limits.
        Files.writeString(
                settings,
                """
                [containers]
                default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
                netns = "host"
                [engine]
                runtime = "runc"
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                """);
        Path storage = folder.resolve("storage.conf");
        Files.writeString(
                storage,
                """
                [storage]
                driver = "vfs"
                graphroot = "%s"
                runroot = "%s"
                """
                        .formatted(folder.resolve("storage"), folder.resolve("run")));
        shell =
                berth.shell()
                        .with("CONTAINERS_CONF", settings.toString())
                        .with("CONTAINERS_STORAGE_CONF", storage.toString())
                        .with("XDG_RUNTIME_DIR", folder.toString())
                        .with("REGISTRY_AUTH_FILE", folder.resolve("auth.json").toString());
        Path image = Files.createDirectories(folder.resolve("image"));
        shell.run("cp $(command -v busybox) image/busybox");
        Files.writeString(
                image.resolve("Dockerfile"),
                """
                FROM scratch
                COPY busybox /busybox
                CMD ["/busybox", "echo", "hello from the registry"]
                """);
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        if (berth != null) {
            berth.close();
        }
    }

    @Test
    void podmanPushesPullsAndRuns() {
        Clients.need(Clients.PODMAN);
        shell.run("aws ecr create-repository --repository-name podman");
        login("podman");
        shell.run("podman build -t $BERTH_REGISTRY/podman:1 image");
        String id = shell.run("podman image inspect --format {{.Id}} $BERTH_REGISTRY/podman:1");

        shell.run("podman push --tls-verify=false --digestfile digest $BERTH_REGISTRY/podman:1");
        shell.run("podman rmi $BERTH_REGISTRY/podman:1");
        shell.run("podman pull --tls-verify=false $BERTH_REGISTRY/podman:1");

        assertThat(shell.run("cat digest")).isEqualTo(digestOf("podman"));
        assertThat(shell.run("podman image inspect --format {{.Id}} $BERTH_REGISTRY/podman:1"))
                .isEqualTo(id);
        assertThat(shell.run("podman run --rm --network host $BERTH_REGISTRY/podman:1"))
                .isEqualTo("hello from the registry");
    }

    @Test
    void buildahPushesAndStartsFromAnImage() {
        Clients.need(Clients.BUILDAH);
        shell.run("aws ecr create-repository --repository-name buildah");
        login("buildah");
        shell.run("buildah bud -t $BERTH_REGISTRY/buildah:1 image");

        shell.run("buildah push --tls-verify=false --digestfile pushed $BERTH_REGISTRY/buildah:1");
        shell.run("buildah rmi $BERTH_REGISTRY/buildah:1");
        String container = shell.run("buildah from --tls-verify=false $BERTH_REGISTRY/buildah:1");

        assertThat(shell.run("cat pushed")).isEqualTo(digestOf("buildah"));
        assertThat(shell.run("buildah inspect --format '{{.FromImage}}' " + container))
                .endsWith("/buildah:1");
        shell.run("buildah rm " + container);
    }

    private void login(String client) {
        shell.run(
                "aws ecr get-login-password | %s login --tls-verify=false --username AWS --password-stdin $BERTH_REGISTRY"
                        .formatted(client));
    }

    private String digestOf(String repository) {
        return shell.run(
                "aws ecr describe-images --repository-name %s --query imageDetails[0].imageDigest --output text"
                        .formatted(repository));
    }
}
