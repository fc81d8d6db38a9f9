package dev.berth.cli;

import dev.berth.boot.Berth;
import dev.berth.boot.BerthConfigReader;
import dev.berth.config.Sources;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands in a home of their own, with what they are given and what they leave. */
abstract class CommandFixture {
    @TempDir Path home;

    final Map<String, String> variables = new HashMap<>();
    String input = "";
    String program = "berth";

    /** What a command left behind. */
    record Ended(int code, String out, String err) {}

    Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var console =
                new Console(
                        program,
                        variables,
                        home,
                        new BufferedReader(new StringReader(input)),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));
        int code = BerthCommand.run(console, arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    Path data() {
        return home.resolve("data");
    }

    Berth server() throws Exception {
        var sources = new Sources().option("listen", "127.0.0.1:0", "--listen");
        return Berth.start(BerthConfigReader.read(sources, data()).config());
    }
}
