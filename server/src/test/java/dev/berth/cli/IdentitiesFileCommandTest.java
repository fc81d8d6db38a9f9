package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say of a file of identities. */
class IdentitiesFileCommandTest {
    private static final String FAULTY =
            """
            accounts:
              - id: "111122223333"
                users:
                  - name: ci
                    policies: [puhs]
                    access-keys: [{id: AKIAAAAAAAAAAAAAAAAA, secret-variable: CI_SECRET}]
            """;

    @TempDir private Path home;

    private record Ended(int code, String out, String err) {}

    private Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var console =
                new Console(
                        "berth",
                        Map.of("BERTH_DATA", home.resolve("data").toString()),
                        home,
                        new BufferedReader(new StringReader("")),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));
        int code = BerthCommand.run(console, arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(home.resolve("identities.yaml"), text);
    }

    @Test
    void checkTellsEveryFaultOfTheFile() throws Exception {
        Path file = file(FAULTY);

        var ended = run("config", "check", "--set", "identity.file=" + file);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().lines())
                .containsExactly(
                        "berth: %s: accounts[0].users[0].policies[0]: no such policy 'puhs'"
                                .formatted(file),
                        "berth: %s: accounts[0].users[0].access-keys[0].secret-variable: there is no variable CI_SECRET"
                                .formatted(file));
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void checkSaysWhatAGoodFileHolds() {
        var ended =
                run("config", "check", "--set", "identity.file=../config/identities/example.yaml");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains(
                        "the identities are good (accounts: 2, users: 3, groups: 2, roles: 3, policies: 1)");
    }

    @Test
    void aServerDoesNotStartWithAFaultyFile() throws Exception {
        Path file = file(FAULTY);

        var ended = run("serve", "--listen", "127.0.0.1:0", "--set", "identity.file=" + file);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("berth: " + file + ": accounts[0].users[0]."));
        assertThat(home.resolve("data/server.json")).doesNotExist();
    }
}
