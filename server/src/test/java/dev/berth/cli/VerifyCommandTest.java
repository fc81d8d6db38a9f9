package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.boot.Berth;
import dev.berth.boot.BerthConfigReader;
import dev.berth.config.Sources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    @TempDir private Path home;

    /** What a command left behind. */
    private record Ended(int code, String out, String err) {}

    private Path data() {
        return home.resolve("data");
    }

    private Ended verify(String... options) {
        var out = new StringWriter();
        var err = new StringWriter();
        var console =
                new Console(
                        "berth",
                        Map.of("BERTH_DATA", data().toString()),
                        home,
                        new BufferedReader(new StringReader("")),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));
        var arguments = new String[options.length + 1];
        arguments[0] = "verify";
        System.arraycopy(options, 0, arguments, 1, options.length);
        int code = BerthCommand.run(console, arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    private Berth server() throws Exception {
        var sources = new Sources().option("listen", "127.0.0.1:0", "--listen");
        return Berth.start(BerthConfigReader.read(sources, data()).config());
    }

    /** A file in the way of a blob that may still come. */
    private Path badFile() throws IOException {
        String hex = "ab".repeat(32);
        Path folder = Files.createDirectories(data().resolve("blobs/default/sha256/ab"));
        return Files.writeString(folder.resolve(hex), "bad");
    }

    @Test
    void saysCleanBesideAServerAndWithoutOne() throws Exception {
        var clean = new Ended(0, "clean: 0 blobs, read 0 bytes again, 0 images\n", "");

        try (var _ = server()) {
            assertThat(verify()).isEqualTo(clean);
        }
        assertThat(verify()).isEqualTo(clean);
        assertThat(verify("--repair")).isEqualTo(clean);
        assertThat(verify("--quick").out())
                .isEqualTo("clean: 0 blobs of 0 bytes by their sizes, 0 images\n");
    }

    @Test
    void isOneWhereSomethingIsWrongUntilItIsRepaired() throws Exception {
        server().close();
        repositoryThatCountsWrong();

        var found = verify();
        assertThat(found.code()).isEqualTo(1);
        assertThat(found.err()).isEmpty();
        assertThat(found.out().lines())
                .containsExactly(
                        "registry 000000000000/us-east-1: it counts 9 repositories and has 0",
                        "1 fault: 0 blobs, read 0 bytes again, 0 images");
        assertThat(verify()).as("nothing is repaired unasked").isEqualTo(found);

        var repaired = verify("--repair");
        assertThat(repaired.code()).isZero();
        assertThat(repaired.out().lines())
                .containsExactly(
                        "registry 000000000000/us-east-1: it counts 9 repositories and has 0",
                        "  repaired: counted them again",
                        "1 fault, 1 repaired: 0 blobs, read 0 bytes again, 0 images");

        assertThat(verify().code()).isZero();
    }

    private void repositoryThatCountsWrong() throws Exception {
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data().resolve("berth.db"));
                var statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO counter VALUES ('repositories/000000000000/us-east-1', 9)");
        }
    }

    @Test
    void doesNotRepairUnderARunningServer() throws Exception {
        try (var _ = server()) {
            assertThat(verify("--repair"))
                    .isEqualTo(
                            new Ended(
                                    2,
                                    "",
                                    "berth: the data folder %s is held by another berth: stop it first, or leave --repair away to look\n"
                                            .formatted(data())));
        }
    }

    @Test
    void leavesWhatHasJustComeToTheServer() throws Exception {
        server().close();
        Path file = badFile();

        assertThat(verify().out()).startsWith("clean: ");
        assertThat(verify("--repair").code()).isZero();
        assertThat(file).exists();
    }

    @Test
    void isTwoWhereThereIsNothingToCheck() {
        assertThat(verify())
                .isEqualTo(
                        new Ended(
                                2,
                                "",
                                "berth: there is no database %s\n"
                                        .formatted(data().resolve("berth.db"))));
        assertThat(verify("--repair").code()).isEqualTo(2);
        assertThat(data()).doesNotExist();
    }

    @Test
    void helpTellsWhatItDoesAndWhatItsEndMeans() {
        assertThat(verify("--help").out())
                .contains(
                        "--quick",
                        "--repair",
                        "--data",
                        "Exit codes:",
                        "1   something is wrong",
                        "left over");
    }
}
