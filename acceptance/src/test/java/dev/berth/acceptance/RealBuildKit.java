package dev.berth.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A BuildKit of the test's own, with its own socket and folder and no network to configure. */
final class RealBuildKit implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Process daemon;

    private RealBuildKit(Path folder, Process daemon) {
        this.folder = folder;
        this.daemon = daemon;
    }

    static RealBuildKit start(Path parent) throws IOException {
        Clients.prefer(Clients.BUILDKITD);
        Clients.prefer(Clients.BUILDCTL);
        Clients.needRoot("BuildKit");
        // A socket's path is limited to 107 bytes, and a test's folder may be longer.
        Path folder = Files.createTempDirectory("berth-buildkit");
        Path log = parent.resolve("buildkitd.log");
        var buildKit =
                new RealBuildKit(
                        folder,
                        new ProcessBuilder(
                                        List.of(
                                                "buildkitd",
                                                "--addr=unix://" + folder.resolve("socket"),
                                                "--root=" + folder.resolve("root"),
                                                "--containerd-worker=false",
                                                "--oci-worker-snapshotter=native",
                                                "--oci-worker-net=host"))
                                .redirectErrorStream(true)
                                .redirectOutput(log.toFile())
                                .start());
        buildKit.awaitReady(parent, log);
        return buildKit;
    }

    /** The same shell, in which {@code buildctl} talks to this daemon. */
    Shell in(Shell shell) {
        return shell.with("BUILDKIT_HOST", "unix://" + folder.resolve("socket"));
    }

    @Override
    public void close() {
        try {
            daemon.destroy();
            if (!daemon.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                daemon.destroyForcibly().waitFor();
            }
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady(Path parent, Path log) throws IOException {
        var shell = in(new Shell(parent));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (shell.attempt("buildctl debug workers").exit() != 0) {
            if (!daemon.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException(
                        "buildkitd did not start:\n" + Files.readString(log));
            }
        }
    }
}
