package dev.berth.collect;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.collect.CollectFixture.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.BlobKey;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repository;
import dev.berth.testing.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that pushes, deletes and collects at the same time, and looks at what it left.
 */
class CollectionCrashTest {
    private static final int ROUNDS = 3;
    private static final RepositoryName NAME = new RepositoryName("app");

    /** So short that blobs go while others of the same bytes come. */
    private static final CollectionConfig HASTY =
            new CollectionConfig(
                    Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofMillis(20));

    @TempDir Path data;

    @Test
    void keepsWhatImagesNeedAndNamesNothingThatIsGone() throws Exception {
        var needed = new HashSet<Digest>();
        for (int round = 0; round < ROUNDS; round++) {
            runUntilKilled(round, needed);

            check(needed);
        }
        assertThat(needed).hasSizeGreaterThan(ROUNDS);
    }

    /** Adds the blobs of images that were confirmed. */
    private void runUntilKilled(int round, Set<Digest> needed) throws Exception {
        int lines = 20 + new Random(round).nextInt(100);
        try (var process = ChildProcess.start(Collecting.class, data.toString(), "" + round)) {
            for (int i = 0; i < lines; i++) {
                note(String.valueOf(process.line()), needed);
            }
            process.kill();
            for (var line = process.line(); line != null; line = process.line()) {
                note(line, needed);
            }
        }
    }

    private static void note(String line, Set<Digest> needed) {
        // Complete lines alone: the last may have been cut off with the process.
        Digest.tryParse(line).ifPresent(needed::add);
    }

    private void check(Set<Digest> needed) throws Exception {
        try (var berth = open(data)) {
            var repository = berth.features.repositories().require(REGISTRY, NAME);
            for (Digest digest : needed) {
                assertThat(sha256(berth.read(repository, digest))).isEqualTo(digest);
            }
            var rows =
                    berth.database.read(tx ->
                            tx.sql()
                                    .createQuery("SELECT digest FROM blob")
                                    .mapTo(String.class)
                                    .list());
            for (String digest : rows) {
                assertThat(berth.blobs.contains(BlobKey.shared(Digest.parse(digest)))).isTrue();
            }
        }
    }

    private static CollectFixture open(Path data) {
        return new CollectFixture(
                data, SqliteDatabase.open(DbConfig.in(data)), UUID::randomUUID, HASTY);
    }

    /**
     * Three threads push images, delete some, and print the blobs of the others once they are
     * confirmed. All take their layers from the same few.
     */
    static final class Collecting {
        private Collecting() {}

        public static void main(String[] arguments) throws Exception {
            var berth = open(Path.of(arguments[0]));
            var repository =
                    berth.features
                            .repositories()
                            .find(REGISTRY, NAME)
                            .orElseGet(() -> berth.repository(NAME.value()));
            int round = Integer.parseInt(arguments[1]);
            for (int thread = 0; thread < 3; thread++) {
                int seed = round * 1_000_000 + thread * 100_000;
                Thread.ofPlatform().start(() -> push(berth, repository, seed));
            }
            while (true) {
                berth.collect();
                berth.features.collection().runOnOrphans();
            }
        }

        private static void push(CollectFixture berth, Repository repository, int seed) {
            var chance = new Random(seed);
            for (int i = 0; ; i++) {
                var config = random(seed + i, 100);
                try {
                    var layer = berth.upload(repository, random(chance.nextInt(5), 2_000));
                    berth.upload(repository, random(-chance.nextInt(20), 500)); // garbage
                    var image = berth.push(repository, berth.upload(repository, config), layer);
                    if (chance.nextBoolean()) {
                        System.out.println(sha256(config) + "\n" + layer);
                    } else {
                        berth.remove(repository, image);
                    }
                } catch (ProblemException _) {
                    // Too slow for a grace that short: nothing was confirmed.
                }
            }
        }
    }
}
