package dev.berth.blob.file;

import static dev.berth.blob.TestBytes.broken;
import static dev.berth.blob.TestBytes.digest;
import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.blob.BlobKey;
import dev.berth.blob.StagedBlob;
import dev.berth.blob.TestBlobs;
import dev.berth.oci.DigestAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens to an upload on its way, its bytes and its digest are right in the end. */
class StagingPropertyTest {
    private static final byte[] BYTES = random(1, 8 << 20);

    /** Something that happens to an upload. */
    sealed interface Step {
        record Append(int length, int pieceLength, boolean breaks) implements Step {}

        record Truncate(int percent) implements Step {}

        record Digest() implements Step {}

        record LetGo() implements Step {}

        record Restart() implements Step {}
    }

    @Property(tries = 80)
    void bytesAndDigestAreRight(@ForAll("steps") List<Step> steps) throws IOException {
        Path data = Files.createTempDirectory("berth-staging");
        try (var run = new Run(data)) {
            for (Step step : steps) {
                run.take(step);
            }
            run.commit();
        } finally {
            delete(data);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        var length =
                Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.integers().between(0, 5_000)),
                        Tuple.of(2, Arbitraries.integers().between(100_000, 400_000)),
                        Tuple.of(1, Arbitraries.integers().between(2_000_000, 4_000_000)));
        var pieceLength = Arbitraries.of(1_000, 65_536, 131_072, 300_000);
        Arbitrary<Step> append =
                Combinators.combine(length, pieceLength, Arbitraries.of(true, false, false))
                        .as(Step.Append::new);
        Arbitrary<Step> truncate = Arbitraries.integers().between(0, 100).map(Step.Truncate::new);
        Arbitrary<Step> other =
                Arbitraries.of(new Step.Digest(), new Step.LetGo(), new Step.Restart());
        return Arbitraries.frequencyOf(
                        Tuple.of(4, append), Tuple.of(1, truncate), Tuple.of(2, other))
                .list()
                .ofMaxSize(12);
    }

    /** One upload, and how many bytes of it should be staged. */
    private static final class Run implements AutoCloseable {
        private final Path data;
        private FileBlobStore store;
        private StagedBlob staged;
        private int expected;

        Run(Path data) throws IOException {
            this.data = data;
            this.store = new FileBlobStore(data, InstantSource.system());
            this.staged = store.stage("a");
        }

        void take(Step step) throws IOException {
            switch (step) {
                case Step.Append append -> append(append);
                case Step.Truncate(int percent) -> {
                    expected = (int) (expected * (long) percent / 100);
                    staged.truncate(expected);
                }
                case Step.Digest() ->
                        assertThat(staged.digest(sha256(BYTES))).isEqualTo(sha256(arrived()));
                case Step.LetGo() -> {
                    staged.close();
                    staged = store.stage("a");
                }
                case Step.Restart() -> {
                    staged.close();
                    store.close();
                    store = new FileBlobStore(data, InstantSource.system());
                    staged = store.stage("a");
                }
            }
            assertThat(staged.offset()).isEqualTo(expected);
        }

        private void append(Step.Append append) throws IOException {
            int length = Math.min(append.length(), BYTES.length - expected);
            var source = pieces(BYTES, expected, length, append.pieceLength());
            if (append.breaks()) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> staged.append(broken(source), Long.MAX_VALUE));
            } else {
                staged.append(source, Long.MAX_VALUE);
            }
            expected += length;
        }

        void commit() throws IOException {
            byte[] arrived = arrived();
            var sha512 = digest(DigestAlgorithm.SHA512, arrived);
            var key = BlobKey.shared(sha256(arrived));
            assertThat(staged.digest(sha512)).isEqualTo(sha512);
            assertThat(staged.digest(key.digest())).isEqualTo(key.digest());
            staged.commit(key);
            assertThat(Arrays.equals(TestBlobs.read(store, key), arrived)).isTrue();
        }

        private byte[] arrived() {
            return Arrays.copyOf(BYTES, expected);
        }

        @Override
        public void close() throws IOException {
            staged.close();
            store.close();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
