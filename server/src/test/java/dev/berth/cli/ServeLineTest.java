package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.boot.BerthConfig;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ServeLineTest {
    @TempDir private Path folder;

    private Console console() {
        var nowhere = new PrintWriter(Writer.nullWriter());
        return new Console(
                "berth",
                Map.of(),
                folder,
                new BufferedReader(new StringReader("")),
                nowhere,
                nowhere);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "serve --data x --listen 127.0.0.1:0",
                "serve --data=x --listen=127.0.0.1:0 --listen [::1]:0 --region eu-west-1",
                "serve --set log.requests=true --set registry.host=a.example --data y",
            })
    void readsWhatPicocliReads(String line) throws Exception {
        String[] words = line.split(" ", -1);
        var theirs = new ServeCommand(console());
        new CommandLine(theirs).parseArgs(Arrays.copyOfRange(words, 1, words.length));

        BerthConfig ours = ServeLine.read(console(), words).orElseThrow().config();

        assertThat(ours).isEqualTo(theirs.config());
    }

    @Test
    void readsTheFileOfSettings() throws Exception {
        Path file = Files.writeString(folder.resolve("berth.yaml"), "region: eu-north-1\n");

        BerthConfig config =
                ServeLine.read(console(), "serve", "--config", file.toString())
                        .orElseThrow()
                        .config();

        assertThat(config.region().value()).isEqualTo("eu-north-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "help serve",
                "gc --dry-run",
                "serve --help",
                "serve -h",
                "serve --data x --help",
                "serve --data",
                "serve --data --listen",
                "serve --data= --listen x",
                "serve --data x --data y",
                "serve --config x --config y",
                "serve --region a --region b",
                "serve --set nothing",
                "serve --dat x",
                "serve @arguments x",
                "serve --data @arguments",
                "serve x",
            })
    void leavesEverythingElseToPicocli(String line) {
        assertThat(ServeLine.read(console(), line.split(" ", -1))).isEmpty();
    }
}
