package dev.berth.layer;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.LayerFixture.REGISTRY;
import static dev.berth.layer.LayerFixture.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.BlobKey;
import dev.berth.oci.Digest;
import dev.berth.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that pushes layers, several times, and looks at what it has left. */
class CrashTest {
    private static final int ROUNDS = 3;

    @TempDir Path data;

    @Test
    void keepsWhatWasConfirmedAndShowsNothingIncomplete() throws Exception {
        var confirmed = new HashSet<Digest>();
        for (int round = 0; round < ROUNDS; round++) {
            confirmed.addAll(pushUntilKilled(round));

            check(confirmed);
        }
        assertThat(confirmed).hasSizeGreaterThan(ROUNDS);
    }

    private Set<Digest> pushUntilKilled(int round) throws Exception {
        int confirmations = 1 + new Random(round).nextInt(20);
        var confirmed = new HashSet<Digest>();
        try (var pushes = ChildProcess.start(Pushes.class, data.toString(), "" + round)) {
            for (int i = 0; i < confirmations; i++) {
                confirmed.add(Digest.parse(String.valueOf(pushes.line())));
            }
            pushes.kill();
            // Complete lines alone: the last may have been cut off with the process.
            for (var line = pushes.line(); line != null; line = pushes.line()) {
                Digest.tryParse(line).ifPresent(confirmed::add);
            }
        }
        return confirmed;
    }

    private void check(Set<Digest> confirmed) throws IOException {
        try (var fixture =
                new LayerFixture(data, LayerFixture.databaseIn(data), UUID::randomUUID)) {
            var repository = fixture.repositories.require(REGISTRY, name("app"));
            for (Digest digest : confirmed) {
                assertThat(sha256(fixture.read(repository, digest))).isEqualTo(digest);
            }
            for (String digest : rowsOfFiles(fixture)) {
                assertThat(fixture.blobs.contains(BlobKey.shared(Digest.parse(digest)))).isTrue();
            }
        }
        for (Path file : files("blobs")) {
            assertThat(sha256(Files.readAllBytes(file)).hex())
                    .isEqualTo(String.valueOf(file.getFileName()));
        }
        // What clients go on from has no gaps, though nobody confirmed it.
        for (Path file : files("staging")) {
            byte[] bytes = Files.readAllBytes(file);
            String id = String.valueOf(file.getFileName());
            assertThat(Arrays.equals(bytes, Pushes.bytes(id, bytes.length)))
                    .as("%d bytes of upload %s", bytes.length, id)
                    .isTrue();
        }
    }

    /** None where there is no such folder: it is made for the first of them. */
    private List<Path> files(String folder) throws IOException {
        Path root = data.resolve(folder);
        if (Files.notExists(root)) {
            return List.of();
        }
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> rowsOfFiles(LayerFixture fixture) {
        return fixture.database.read(tx ->
                tx.sql()
                        .createQuery("SELECT digest FROM blob WHERE content IS NULL")
                        .mapTo(String.class)
                        .list());
    }

    /** Pushes layers by four threads, and prints the digest of each when it is confirmed. */
    static final class Pushes {
        /** For a file written past the page cache, for a row, and for a file written through it. */
        private static final List<Kind> KINDS =
                List.of(
                        new Kind(3_000_000, 6_000_000, 1),
                        new Kind(1, LayerFixture.SMALL, 2),
                        new Kind(LayerFixture.SMALL, 2_500_000, 2));

        /** How many bytes a layer has, and in how many appends they come. */
        private record Kind(int least, int most, int parts) {}

        private Pushes() {}

        public static void main(String[] arguments) {
            Path data = Path.of(arguments[0]);
            int round = Integer.parseInt(arguments[1]);
            var fixture = new LayerFixture(data, LayerFixture.databaseIn(data), UUID::randomUUID);
            if (fixture.repositories.find(REGISTRY, name("app")).isEmpty()) {
                fixture.repository("app");
            }
            for (int thread = 0; thread < 4; thread++) {
                int seed = round * 1_000_000 + thread * 100_000;
                Thread.ofPlatform().start(() -> push(fixture, seed));
            }
        }

        @SuppressWarnings("SystemOut")
        private static void push(LayerFixture fixture, int seed) {
            var repository = fixture.repositories.require(REGISTRY, name("app"));
            for (int next = seed; ; next++) {
                String id = fixture.uploads.start(repository).id();
                var kind = KINDS.get(next % KINDS.size());
                byte[] bytes = bytes(id, new Random(next).nextInt(kind.least(), kind.most()));
                int first = bytes.length / kind.parts();
                fixture.append(repository, id, bytes, 0, first);
                if (first < bytes.length) {
                    fixture.append(repository, id, bytes, first, bytes.length);
                }
                fixture.uploads.complete(
                        repository, id, OptionalLong.empty(), () -> null, sha256(bytes), ACTOR);
                System.out.println(sha256(bytes));
            }
        }

        /** The first bytes of an upload. */
        static byte[] bytes(String id, int length) {
            return random(id.hashCode(), length);
        }
    }
}
