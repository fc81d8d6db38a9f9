package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packed jar, run as a process of its own on a free port; its data outlives a restart. */
final class PackedBerth implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * The first start may also build the program, and prepares quick starts, which a busy machine
     * does slowly.
     */
    private static final Duration PATIENCE_AT_START = Duration.ofMinutes(15);

    private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)=(.*)");

    private final Path launcher;
    private final Path folder;
    private final Path data;
    private final int port;
    private final Map<String, String> settings;
    private final Path log;
    private Process process;

    private PackedBerth(Path launcher, Path folder, Path data, Map<String, String> settings) {
        this.launcher = launcher;
        this.folder = folder;
        this.data = data;
        this.port = freePort();
        this.settings = Map.copyOf(settings);
        this.log = folder.resolve("berth-" + port + ".log");
        this.process = launch();
    }

    static PackedBerth start(Path folder) {
        return start(folder, Map.of());
    }

    /** Starts with settings given as {@code BERTH_…} variables, and waits until it answers. */
    static PackedBerth start(Path folder, Map<String, String> settings) {
        return startOn(folder, folder.resolve("data"), settings);
    }

    static PackedBerth startOn(Path folder, Path data, Map<String, String> settings) {
        return ready(new PackedBerth(launcher(), folder, data, settings));
    }

    /** Starts by the launcher of another checkout, which may have to build it first. */
    static PackedBerth startFrom(Path checkout, Path folder) {
        return ready(
                new PackedBerth(
                        checkout.resolve("berth"), folder, folder.resolve("data"), Map.of()));
    }

    private static PackedBerth ready(PackedBerth berth) {
        try {
            berth.awaitReady();
            return berth;
        } catch (Throwable e) {
            berth.close();
            throw e;
        }
    }

    Path data() {
        return data;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    URI endpoint() {
        return URI.create(scheme() + "://localhost:" + port);
    }

    /** Everything that the server printed since its first start. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The variables that {@code berth configure --print} exports for this server. */
    Map<String, String> exports() {
        var exports = new HashMap<String, String>();
        String printed = new Shell(folder).run(command("configure --print --data " + data));
        for (String line : printed.lines().toList()) {
            var matcher = EXPORT.matcher(line);
            if (matcher.matches()) {
                exports.put(matcher.group(1), matcher.group(2).replaceAll("^['\"]|['\"]$", ""));
            }
        }
        return exports;
    }

    /** A shell for which this server is the AWS endpoint, as after {@code eval}. */
    Shell shell() {
        return new Shell(folder).with(exports());
    }

    /** A command of berth, as a line for a shell. */
    static String command(String arguments) {
        return launcher() + " " + arguments;
    }

    /** Asks for an orderly end and waits for it. */
    int terminate() {
        process.destroy();
        return awaitEnd();
    }

    /** Ends the process as a power failure would: without a chance to finish anything. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Sends SIGTERM and returns at once. */
    void askToEnd() {
        process.destroy();
    }

    int awaitEnd() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the server ends within %s", PATIENCE)
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts again on the same data and the same port. */
    void restart() {
        if (process.isAlive()) {
            terminate();
        }
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The launcher of the checkout, which ends up as the jar's own process. */
    private static Path launcher() {
        return Path.of(System.getProperty("berth.home"), "berth").toAbsolutePath().normalize();
    }

    private Process launch() {
        var command =
                List.of(
                        launcher.toString(),
                        "serve",
                        "--data",
                        data.toString(),
                        "--listen",
                        "127.0.0.1:" + port,
                        "--listen",
                        "[::1]:" + port);
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("BERTH_"));
        builder.environment().put("BERTH_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(settings);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String scheme() {
        return settings.keySet().stream().anyMatch(name -> name.contains("TLS")) ? "https" : "http";
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + PATIENCE_AT_START.toNanos();
        while (!answers()) {
            assertThat(process.isAlive()).as(() -> "the server ended:\n" + output()).isTrue();
            assertThat(System.nanoTime())
                    .as("ready within %s", PATIENCE_AT_START)
                    .isLessThan(deadline);
        }
    }

    /** A TLS listener need only take the connection: who asks more must know its certificate. */
    private boolean answers() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            if (scheme().equals("https")) {
                return true;
            }
            String request = "GET /v2/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (IOException e) {
            pause();
            return false;
        }
    }

    private void pause() {
        try {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
