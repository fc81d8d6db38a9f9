package dev.berth.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Docker engine of the test's own: its own socket and folders, no bridge and no firewall rules,
 * so that nothing of the machine's is touched. Containers run with the host's network or with none.
 */
final class RealDocker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Process engine;

    private RealDocker(Path folder, Process engine) {
        this.folder = folder;
        this.engine = engine;
    }

    static RealDocker start(Path parent) {
        Clients.need(Clients.DOCKER, Clients.DOCKERD);
        Clients.needRoot("a Docker engine");
        try {
            // A socket's path is limited to 107 bytes, and a test's folder may be longer.
            Path folder = Files.createTempDirectory("berth-docker");
            Process engine =
                    new ProcessBuilder(
                                    List.of(
                                            "dockerd",
                                            "--host=unix://" + folder.resolve("docker.sock"),
                                            "--data-root=" + folder.resolve("data"),
                                            "--exec-root=" + folder.resolve("exec"),
                                            "--pidfile=" + folder.resolve("docker.pid"),
                                            "--iptables=false",
                                            "--ip6tables=false",
                                            "--ip-forward=false",
                                            "--ip-masq=false",
                                            "--bridge=none"))
                            .redirectErrorStream(true)
                            .redirectOutput(parent.resolve("dockerd.log").toFile())
                            .start();
            var docker = new RealDocker(folder, engine);
            docker.awaitReady(parent);
            return docker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same shell, in which {@code docker} talks to this engine. */
    Shell in(Shell shell) {
        return shell.with("DOCKER_HOST", "unix://" + folder.resolve("docker.sock"))
                .with("DOCKER_CONFIG", folder.resolve("config").toString())
                // The classic builder is part of every docker CLI; buildx may be missing.
                .with("DOCKER_BUILDKIT", "0");
    }

    @Override
    public void close() {
        try {
            engine.destroy();
            if (!engine.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                engine.destroyForcibly().waitFor();
            }
            // A container with the host's network leaves that network's namespace mounted.
            String leftovers =
                    "umount '%1$s'/exec/netns/* 2>/dev/null; rm -rf '%1$s'".formatted(folder);
            new ProcessBuilder("sh", "-c", leftovers).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady(Path parent) throws IOException {
        var shell = in(new Shell(parent));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (shell.attempt("docker version").exit() != 0) {
            if (!engine.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException(
                        "dockerd did not start:\n"
                                + Files.readString(parent.resolve("dockerd.log")));
            }
        }
    }
}
