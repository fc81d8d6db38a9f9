package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands as a user of a fresh machine types them: bash, an empty home folder, and no
 * variables but those of the test.
 */
final class Shell {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;
    private final Map<String, String> environment;

    Shell(Path folder) {
        this(
                folder,
                Map.of(
                        "PATH",
                        System.getenv("PATH"),
                        "HOME",
                        folder.resolve("home").toString(),
                        "LANG",
                        "C.UTF-8",
                        "AWS_EC2_METADATA_DISABLED",
                        "true",
                        "AWS_PAGER",
                        "",
                        "BERTH_JAVA_HOME",
                        System.getProperty("java.home")));
    }

    private Shell(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    Path folder() {
        return folder;
    }

    /** The same shell in a folder below this one's. */
    Shell in(String subfolder) {
        return new Shell(folder.resolve(subfolder), environment);
    }

    Shell with(String variable, String value) {
        return with(Map.of(variable, value));
    }

    Shell with(Map<String, String> variables) {
        var all = new HashMap<>(environment);
        all.putAll(variables);
        return new Shell(folder, all);
    }

    /** The command's standard output; the test fails if the command does. */
    String run(String command) {
        Outcome outcome = attempt(command);
        assertThat(outcome.exit()).as(() -> command + "\n" + outcome).isZero();
        return outcome.out().strip();
    }

    /** What the command said when it failed; the test fails if the command does not. */
    String refused(String command) {
        Outcome outcome = attempt(command);
        assertThat(outcome.exit()).as(() -> command + "\n" + outcome).isNotZero();
        return outcome.out() + outcome.err();
    }

    Outcome attempt(String command) {
        try {
            Files.createDirectories(folder);
            Files.createDirectories(Path.of(environment.getOrDefault("HOME", "/nowhere")));
            Path out = Files.createTempFile(folder, "command", ".out");
            Path err = Files.createTempFile(folder, "command", ".err");
            var builder =
                    new ProcessBuilder(List.of("bash", "-euo", "pipefail", "-c", command))
                            .directory(folder.toFile())
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        "no end after %s: %s\n%s%s"
                                .formatted(
                                        PATIENCE,
                                        command,
                                        Files.readString(out),
                                        Files.readString(err)));
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How a command ended and what it wrote. */
    record Outcome(int exit, String out, String err) {
        @Override
        public String toString() {
            return "exit %d\n--- out\n%s\n--- err\n%s".formatted(exit, out, err);
        }
    }
}
