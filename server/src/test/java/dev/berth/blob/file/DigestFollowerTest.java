package dev.berth.blob.file;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.DigestAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestFollowerTest {
    private static final int BLOCK = 64 << 10;
    private static final byte[] BYTES = random(1, 20 << 20);

    @TempDir Path data;
    private final Workers workers = new Workers(2);
    private final StagedDigest digest = new StagedDigest(DigestAlgorithm.SHA256);

    @AfterEach
    void stop() {
        workers.close();
    }

    @Test
    void followsWhileACoreComesAndGoes() throws IOException {
        try (var staging = staging()) {
            var follower = new DigestFollower(digest, staging, workers);
            feed(follower, 0);

            follower.finish();

            assertThat(digest.position()).isEqualTo(BYTES.length);
            assertThat(digest.value()).isEqualTo(sha256(BYTES));
        }
    }

    @Test
    void catchesUpFromFarBehindWithoutMixingUpBytes() throws IOException {
        try (var staging = staging()) {
            var follower = new DigestFollower(digest, staging, workers);
            feed(follower, 12 << 20);

            follower.finish();
            digest.catchUp(staging, BYTES.length, workers);

            assertThat(digest.value()).isEqualTo(sha256(BYTES));
        }
    }

    /** As a writer does: two blocks by turns, each used again as soon as it may be. */
    private void feed(DigestFollower follower, int start) {
        ByteBuffer[] blocks = {ByteBuffer.allocateDirect(BLOCK), ByteBuffer.allocateDirect(BLOCK)};
        for (int end = start + BLOCK; end <= BYTES.length; end += BLOCK) {
            int number = end / BLOCK;
            if (number % 5 == 0) {
                workers.uploadBegins();
                workers.uploadBegins();
            } else if (number % 5 == 2) {
                workers.uploadEnds();
                workers.uploadEnds();
            }
            ByteBuffer block = blocks[number % 2].clear();
            block.put(BYTES, end - BLOCK, BLOCK);
            follower.written(block.flip(), end);
        }
    }

    private FileChannel staging() throws IOException {
        Path file = data.resolve("staging");
        Files.write(file, Arrays.copyOf(BYTES, BYTES.length));
        return FileChannel.open(file);
    }
}
