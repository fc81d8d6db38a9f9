package dev.berth.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A main class of the tests in a process of its own, which can be killed at any moment. */
public final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    public static ChildProcess start(Class<?> main, String... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath(main),
                                main.getName()));
        command.addAll(List.of(arguments));
        return new ChildProcess(
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
    }

    /** A launcher of tests may load them from elsewhere than the class path of the process. */
    private static String classPath(Class<?> main) {
        if (!(main.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        return Arrays.stream(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The next line of its output; null when it has ended. */
    public @Nullable String line() throws IOException {
        return output.readLine();
    }

    /** As {@code kill -9} does; what it printed before can still be read. */
    public void kill() throws InterruptedException {
        process.toHandle()
                .destroyForcibly(); // unlike the process itself, it leaves the output open
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process did not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
