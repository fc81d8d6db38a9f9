package dev.berth.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Docker engine of the test's own: its own socket and folders, no bridge and no firewall rules,
 * so that nothing of the machine's is touched. Containers run with the host's network or with none.
 */
final class RealDocker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Path certificates;
    private final Process engine;

    private RealDocker(Path folder, Path certificates, Process engine) {
        this.folder = folder;
        this.certificates = certificates;
        this.engine = engine;
    }

    static RealDocker start(Path parent) {
        return start(parent, List.of(), Map.of());
    }

    /**
     * Starts an engine that reaches registries through a proxy, and has a folder of its own in the
     * place of /etc/docker/certs.d.
     */
    static RealDocker start(Path parent, URI proxy) {
        return start(
                parent,
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mkdir -p \"$0\" /etc/docker/certs.d && mount --bind \"$0\" /etc/docker/certs.d"
                                + " && exec \"$@\"",
                        certificates(parent).toString()),
                Map.of("HTTPS_PROXY", proxy.toString()));
    }

    private static RealDocker start(
            Path parent, List<String> prefix, Map<String, String> environment) {
        Clients.need(Clients.DOCKER, Clients.DOCKERD);
        Clients.needRoot("a Docker engine");
        try {
            // A socket's path is limited to 107 bytes, and a test's folder may be longer.
            Path folder = Files.createTempDirectory("berth-docker");
            var command = new ArrayList<>(prefix);
            command.addAll(
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
                            "--bridge=none"));
            var builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(parent.resolve("dockerd.log").toFile());
            builder.environment().putAll(environment);
            var docker = new RealDocker(folder, certificates(parent), builder.start());
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

    /** What stands for /etc/docker/certs.d in an engine behind a proxy. */
    Path certificates() {
        return certificates;
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

    private static Path certificates(Path parent) {
        return parent.resolve("certs.d");
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
