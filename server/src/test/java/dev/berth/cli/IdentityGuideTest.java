package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.boot.Berth;
import dev.berth.boot.BerthConfigReader;
import dev.berth.config.Sources;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide/identity.md shows of commands, with the identities that it declares. */
class IdentityGuideTest {
    private static final String FROM_A_FILE = "Identities from a file";

    @TempDir private Path home;
    private String page = "";

    /** A command of the guide, and what it prints there. */
    private record Shown(String command, List<String> output) {}

    @BeforeEach
    void start() throws Exception {
        page = Files.readString(Path.of("../docs/guide/identity.md"));
        Files.writeString(home.resolve("identities.yaml"), blocks(FROM_A_FILE, "yaml").getFirst());
        Files.writeString(home.resolve("alice.secret"), "a-secret-of-enough-characters");
        var sources =
                new Sources()
                        .option("listen", "127.0.0.1:0", "--listen")
                        .option(
                                "identity.file",
                                home.resolve("identities.yaml").toString(),
                                "--set");
        Berth.start(BerthConfigReader.read(sources, home.resolve("data")).config()).close();
    }

    /** The blocks of a section that are in this language. */
    private List<String> blocks(String section, String language) {
        String text = page.substring(page.indexOf("\n## " + section + "\n") + 1);
        int end = text.indexOf("\n## ");
        return Pattern.compile(
                        "^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(end < 0 ? text : text.substring(0, end))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static List<Shown> shown(String block) {
        List<Shown> all = new ArrayList<>();
        for (String line : block.replaceAll("\\\\\n\\s*", "").lines().toList()) {
            if (line.startsWith("$ ")) {
                all.add(new Shown(line.substring(2), new ArrayList<>()));
            } else {
                all.getLast().output().add(line);
            }
        }
        return all;
    }

    private String run(String command) {
        var text = new StringWriter();
        var printer = new PrintWriter(text, true);
        var console =
                new Console(
                        "berth",
                        Map.of("BERTH_DATA", home.resolve("data").toString()),
                        home,
                        new BufferedReader(new StringReader("")),
                        printer,
                        printer);
        String here =
                command.replace("identities.yaml", home.resolve("identities.yaml").toString());
        assertThat(here).startsWith("./berth ");
        BerthCommand.run(console, here.substring("./berth ".length()).split(" +"));
        return text.toString();
    }

    private void assertThatGuideIsRight(String section) {
        List<Shown> all =
                blocks(section, "console").stream()
                        .flatMap(block -> shown(block).stream())
                        .toList();
        assertThat(all).isNotEmpty();
        for (Shown shown : all) {
            assertThat(run(shown.command()).replaceAll(" \\(\\d+ settings\\)", "").lines())
                    .as(shown.command())
                    .isEqualTo(shown.output());
        }
    }

    @Test
    void checksTheFileAsShown() {
        assertThatGuideIsRight(FROM_A_FILE);
    }

    @Test
    void disablesRootAsShown() {
        assertThatGuideIsRight("Root");
    }

    @Test
    void explainsAsShown() {
        assertThatGuideIsRight("Explain");
    }

    @Test
    void rotatesTheKeyAndMakesAccounts() {
        List<String> commands = blocks("Root", "sh").stream().flatMap(String::lines).toList();

        assertThat(commands).hasSize(3);
        assertThat(run(commands.get(0))).contains("has a new key, stored in ");
        assertThat(run(commands.get(1))).startsWith("[444455556666]\naws_access_key_id = AKIA");
        assertThat(run(commands.get(2))).contains("444455556666: 0 users, 0 roles");
    }
}
