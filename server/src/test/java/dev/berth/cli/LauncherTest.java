package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, run in a checkout of its own with stand-ins for java and Maven. */
class LauncherTest {

    @TempDir Path folder;

    private Path checkout;
    private Path jdk;

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void checkOut() throws IOException {
        checkout = Files.createDirectories(folder.resolve("check out"));
        Path script = checkout.resolve("berth");
        Files.copy(Path.of("../berth"), script);
        executable(script);
        Files.createDirectories(checkout.resolve("server/src/main/java"));
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.writeString(checkout.resolve("server/pom.xml"), "");
        script(
                checkout.resolve("mvnw"),
                """
                root=${0%/*}
                echo "maven $*" >> "$root/mvnw.log"
                mkdir -p "$root/server/target"
                : > "$root/server/target/berth.jar\"\
                """);
        jdk = jdk("jdk 25", "25.0.1");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), "printf '%s\\n' \"$@\"");
        script(home.resolve("bin/javac"), "exit 1");
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended run(Map<String, String> variables, String... words)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(checkout.resolve("berth").toString()));
        command.addAll(List.of(words));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools());
        builder.environment().putAll(variables);
        int code = builder.start().waitFor();
        return new Ended(
                code,
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    /** A path with what every system has, but neither java nor Maven. */
    private String tools() throws IOException {
        Path bin = folder.resolve("tools");
        if (Files.notExists(bin)) {
            Files.createDirectories(bin);
            for (String tool :
                    List.of(
                            "sh",
                            "sed",
                            "dirname",
                            "readlink",
                            "find",
                            "head",
                            "mkdir",
                            "touch",
                            "cksum",
                            "tr",
                            "rm",
                            "mv",
                            "grep",
                            "tail")) {
                Path real = Path.of("/usr/bin", tool);
                Files.createSymbolicLink(
                        bin.resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
            }
        }
        return bin.toString();
    }

    private String mavenCalls() throws IOException {
        Path log = checkout.resolve("mvnw.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Test
    void refusesAJavaHomeThatIsNoJdk() throws Exception {
        var ended = run(Map.of("BERTH_JAVA_HOME", "/no/such/jdk"), "--version");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).hasLineCount(1).contains("/no/such/jdk", "JDK 25");
        assertThat(mavenCalls()).isEmpty();
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws Exception {
        Path old = jdk("jdk 17", "17.0.15");

        var ended =
                run(
                        Map.of("JAVA_HOME", old.toString(), "HOME", homeWithJdk().toString()),
                        "--version");

        // whichever newer one this machine has is taken, and the stand-in at the latest
        assertThat(ended.out() + ended.err()).doesNotContain("jdk 17");
    }

    private Path homeWithJdk() throws IOException {
        Path home = folder.resolve("home");
        Path jdks = Files.createDirectories(home.resolve(".jdks"));
        Files.createSymbolicLink(jdks.resolve("jdk"), jdk);
        return home;
    }

    @Test
    void buildsWhenTheJarIsMissingOrOlderThanItsSources() throws Exception {
        var java = Map.of("BERTH_JAVA_HOME", jdk.toString());

        assertThat(run(java, "--version").code()).isZero();
        assertThat(mavenCalls()).hasLineCount(1).contains("package");

        assertThat(run(java, "--version").err()).isEmpty();
        assertThat(mavenCalls()).hasLineCount(1);

        Path source = checkout.resolve("server/src/main/java/New.java");
        Files.writeString(source, "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        run(java, "--version");
        assertThat(mavenCalls()).hasLineCount(2);
    }

    @Test
    void saysWhereTheLogIsWhenTheBuildFails() throws Exception {
        script(checkout.resolve("mvnw"), "echo '[ERROR] no compiler'; exit 1");

        var ended = run(Map.of("BERTH_JAVA_HOME", jdk.toString()), "serve");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("[ERROR] no compiler", "server/target/build.log");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void handsTheWordsOverAsTheyAre() throws Exception {
        var ended =
                run(
                        Map.of("BERTH_JAVA_HOME", jdk.toString(), "BERTH_JAVA_OPTIONS", "-Xmx1g"),
                        "config",
                        "two words",
                        "*");

        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines())
                .contains("-Xmx1g", checkout.resolve("server/target/berth.jar").toString())
                .endsWith("config", "two words", "*");
    }

    @Test
    void testRunsTheWholeBuild() throws Exception {
        var ended = run(Map.of("BERTH_JAVA_HOME", jdk.toString()), "test", "-Dit.test=X");

        assertThat(ended.code()).isZero();
        assertThat(mavenCalls()).contains("verify -Dit.test=X").doesNotContain("quick");
    }

    @Test
    void helpNeitherTestsNorWarmsUp() throws Exception {
        var java = Map.of("BERTH_JAVA_HOME", jdk.toString());

        assertThat(run(java, "test", "--help").out()).hasLineCount(2).contains("every test");
        assertThat(mavenCalls()).isEmpty();
        assertThat(run(java, "serve", "--data", "x", "--help").err())
                .doesNotContain("preparing quick starts");
        assertThat(run(java, "serve").err()).contains("preparing quick starts");
    }

    @Test
    void saysThatThePreparationFailedAndTriesAgainAtTheNextStart() throws Exception {
        jdkWhoseTrainingEndsWith(1);
        var java = Map.of("BERTH_JAVA_HOME", jdk.toString());

        for (int start = 0; start < 2; start++) {
            var ended = run(java, "serve");

            assertThat(ended.code()).isZero();
            assertThat(ended.err()).contains("starts stay slow", "server/target/warm-up.log");
            assertThat(ended.out()).endsWith("serve\n");
        }
    }

    @Test
    void asksAJdkThatMakesNoCacheOnlyOnce() throws Exception {
        jdkWhoseTrainingEndsWith(0);
        var java = Map.of("BERTH_JAVA_HOME", jdk.toString());

        assertThat(run(java, "serve").err()).contains("starts stay slow");
        assertThat(run(java, "serve").err()).isEmpty();
    }

    @Test
    void startsFromTheCacheThatWasMadeThoughItsPathHasSpaces() throws Exception {
        script(
                jdk.resolve("bin/java"),
                """
                case $* in
                *warm-up)
                    for word; do
                        case $word in
                        -XX:AOTCacheOutput=*) echo cache > "${word#*=}" ;;
                        esac
                    done
                    exit 0
                    ;;
                esac
                printf '%s\\n' "$@"\
                """);

        var ended = run(Map.of("BERTH_JAVA_HOME", jdk.toString()), "serve");

        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines())
                .anyMatch(word ->
                        word.startsWith("-XX:AOTCache=" + checkout) && word.endsWith(".aot"))
                .endsWith("serve");
    }

    private void jdkWhoseTrainingEndsWith(int code) throws IOException {
        script(
                jdk.resolve("bin/java"),
                "case $* in *warm-up) exit %d ;; esac\nprintf '%%s\\n' \"$@\"".formatted(code));
    }

    @Test
    void worksThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("berth"), checkout.resolve("berth"));
        var builder = new ProcessBuilder(link.toString(), "--version");
        builder.environment().put("BERTH_JAVA_HOME", jdk.toString());
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("PATH", tools());

        assertThat(builder.start().waitFor()).isZero();
        assertThat(mavenCalls()).hasLineCount(1);
    }
}
