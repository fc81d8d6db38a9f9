package dev.berth.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command sees of the machine, so that tests need no process.
 *
 * @param program how the user calls this program, for the commands that are suggested
 */
record Console(
        String program,
        Map<String, String> environment,
        Path home,
        BufferedReader in,
        PrintWriter out,
        PrintWriter err) {
    public Console {
        environment = Map.copyOf(environment);
    }

    static Console ofProcess() {
        return new Console(
                System.getProperty("berth.program", "berth"),
                System.getenv(),
                // the AWS tools ask for HOME, too; the JVM asks the user database
                Path.of(
                        Optional.ofNullable(System.getenv("HOME"))
                                .filter(home -> !home.isEmpty())
                                .orElse(System.getProperty("user.home"))),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    /** A variable; empty where it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** Prints lines, each ended by this system's line end. */
    void say(String text) {
        text.lines().forEach(out::println);
        out.flush();
    }

    void warn(String text) {
        text.lines().forEach(err::println);
        err.flush();
    }
}
