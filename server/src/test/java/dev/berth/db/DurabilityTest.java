package dev.berth.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, and looks for what it had confirmed. */
class DurabilityTest {
    private static final int CONFIRMED = 200;

    /** Writes from several threads and prints what was confirmed, until it is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            var database = SqliteDatabase.open(DbConfig.in(Path.of(args[0])));
            for (int i = 0; i < 4; i++) {
                String prefix = i + "-";
                Thread.ofPlatform().start(() -> write(database, prefix));
            }
        }

        private static void write(Database database, String prefix) {
            for (int i = 0; ; i++) {
                String id = prefix + i;
                database.write(tx ->
                        tx.sql()
                                .createUpdate(
                                        """
                                        INSERT INTO account (id, created_at)
                                        VALUES (:id, 1)
                                        """)
                                .bind("id", id)
                                .execute());
                System.out.println(id);
            }
        }
    }

    @Test
    void whatWasConfirmedIsThereAfterTheProcessWasKilled(@TempDir Path folder) throws Exception {
        for (int round = 0; round < 2; round++) {
            var data = folder.resolve("round-" + round);
            var confirmed = killedAfter(CONFIRMED + round * 77, data);

            try (var database = SqliteDatabase.open(DbConfig.in(data))) {
                var found =
                        database.read(tx ->
                                tx.sql()
                                        .createQuery("SELECT id FROM account")
                                        .mapTo(String.class)
                                        .set());
                assertThat(found).containsAll(confirmed);
            }
        }
    }

    private static Set<String> killedAfter(int count, Path data)
            throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-Xmx128m",
                                        "-cp",
                                        classPath(),
                                        Writer.class.getName(),
                                        data.toString()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var confirmed = new HashSet<String>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("[0-3]-[0-9]+")) {
                    confirmed.add(line);
                }
                if (confirmed.size() == count) {
                    process.destroyForcibly();
                    break;
                }
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
        assertThat(confirmed).hasSizeGreaterThanOrEqualTo(count);
        return confirmed;
    }

    /** This test's own, whether the system's loader or a runner's holds it. */
    private static String classPath() {
        return DurabilityTest.class.getClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":"))
                : System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
