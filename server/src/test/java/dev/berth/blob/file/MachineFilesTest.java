package dev.berth.blob.file;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.berth.blob.BlobKey;
import dev.berth.blob.TestBlobs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of this very machine. */
class MachineFilesTest {
    private final MachineFiles files = new MachineFiles();

    @TempDir Path data;

    @Test
    void areWrittenPastThePageCacheWhereTheFileSystemKnowsThat() throws Exception {
        needsDirectWrites();
        byte[] bytes = random(1, 2 * Blocks.SIZE);
        Path file = data.resolve("staged");

        try (var channel = files.open(file)) {
            channel.write(ByteBuffer.wrap(bytes, 0, Blocks.SIZE), 0);
            try (var direct = files.openPastCache(file).orElseThrow()) {
                ByteBuffer block = new Blocks.Pair().current();
                block.put(bytes, Blocks.SIZE, Blocks.SIZE).flip();
                assertThat(direct.write(block, Blocks.SIZE)).isEqualTo(Blocks.SIZE);
            }

            var found = ByteBuffer.allocate(bytes.length);
            assertThat(channel.read(found, 0)).isEqualTo(bytes.length);
            assertThat(found.array()).isEqualTo(bytes);
        }
    }

    /** What goes through the page cache may lie anywhere. */
    @Test
    void takeNothingPastThePageCacheThatIsNotAligned() throws Exception {
        needsDirectWrites();
        Path file = data.resolve("staged");
        files.open(file).close();

        try (var direct = files.openPastCache(file).orElseThrow()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> direct.write(ByteBuffer.allocateDirect(100), 1));
        }
    }

    private void needsDirectWrites() throws Exception {
        var options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
        var direct =
                Stream.of(options)
                        .map(OpenOption.class::cast)
                        .filter(option -> option.toString().equals("DIRECT"))
                        .findFirst()
                        .orElseThrow();
        Path file = Files.createFile(data.resolve("direct"));
        try {
            FileChannel.open(file, StandardOpenOption.WRITE, direct).close();
        } catch (IOException | UnsupportedOperationException e) {
            abort("the file system of " + data + " knows no direct writes: " + e);
        }
    }

    @Test
    void takeALargeUpload() throws IOException {
        byte[] bytes = random(2, 80_000_001);
        var key = BlobKey.shared(sha256(bytes));
        try (var store = new FileBlobStore(data, InstantSource.system())) {
            try (var staged = store.stage("a")) {
                staged.append(source(bytes), Long.MAX_VALUE);
                assertThat(staged.digest(key.digest())).isEqualTo(key.digest());
                staged.commit(key);
            }

            assertThat(TestBlobs.read(store, key)).isEqualTo(bytes);
        }
    }
}
