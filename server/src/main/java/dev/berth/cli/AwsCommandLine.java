package dev.berth.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The aws command on the path: whether it is new enough to know endpoint settings. */
final class AwsCommandLine {
    private static final Pattern VERSION = Pattern.compile("aws-cli/(\\d+)\\.(\\d+)\\..*");
    private static final int PATIENCE_SECONDS = 20;

    private AwsCommandLine() {}

    /** A warning, where there is an aws command that is too old. */
    static Optional<String> complaint(String path) throws InterruptedException {
        return version(path)
                .filter(AwsCommandLine::isTooOld)
                .map(version ->
                        "the aws command on the path is %s, which ignores endpoint settings; berth needs aws-cli 2.13 or 1.29, or newer (or give every command --endpoint-url)"
                                .formatted(version.split("\\s", 2)[0]));
    }

    static boolean isTooOld(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return major < 1 || (major == 1 && minor < 29) || (major == 2 && minor < 13);
    }

    private static Optional<String> version(String path) throws InterruptedException {
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path command = Path.of(folder).resolve("aws");
            if (!folder.isEmpty() && Files.isExecutable(command)) {
                return ask(command);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ask(Path command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command.toString(), "--version")
                            .redirectErrorStream(true)
                            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                            .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            byte[] said = process.getInputStream().readAllBytes();
            return new String(said, StandardCharsets.UTF_8).lines().findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
