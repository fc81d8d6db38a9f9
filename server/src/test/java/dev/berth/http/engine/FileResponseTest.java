package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Handler;
import dev.berth.http.Headers;
import dev.berth.http.HttpConfig;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileResponseTest {
    private static final int SIZE = 3_000_000;
    private static final long FAR = 30L << 30;

    @TempDir Path folder;
    private final byte[] content = new byte[SIZE];
    private final AtomicInteger releases = new AtomicInteger();
    private FileChannel channel;

    @BeforeEach
    void write() throws IOException {
        new Random(5).nextBytes(content);
        Path file = folder.resolve("blob");
        Files.write(file, content);
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @AfterEach
    void closeFile() throws IOException {
        channel.close();
    }

    private Handler slice(long offset, long length) {
        return _ ->
                new Response(
                        200, Headers.empty(), new ResponseBody.FileSlice(file(), offset, length));
    }

    private ResponseBody.OpenFile file() {
        return new ResponseBody.OpenFile() {
            @Override
            public FileChannel channel() {
                return channel;
            }

            @Override
            public void release() {
                releases.incrementAndGet();
            }
        };
    }

    private void awaitReleases(int expected) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (releases.get() < expected && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(releases).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 16 << 10, (16 << 10) + 1, 2_500_000})
    void sendsPartsOfEverySize(int length) throws Exception {
        try (var server = TestServer.of(slice(777, length));
                var wire = server.connect()) {
            for (int i = 1; i <= 2; i++) {
                assertThat(wire.get("/").answer().body())
                        .isEqualTo(Arrays.copyOfRange(content, 777, 777 + length));
                awaitReleases(i);
            }
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void givesTheFileBackWhenOnlyItsLengthIsAsked() throws Exception {
        try (var server = TestServer.of(slice(0, SIZE));
                var wire = server.connect()) {
            wire.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(wire.answerToHead().header("Content-Length")).isEqualTo("" + SIZE);
            awaitReleases(1);
        }
    }

    @Test
    void sendsWhatLiesFarBehind() throws Exception {
        channel.write(ByteBuffer.wrap(content), FAR);
        try (var server = TestServer.of(slice(FAR, SIZE));
                var wire = server.connect()) {
            assertThat(wire.get("/").answer().body()).isEqualTo(content);
        }
    }

    @Test
    void announcesMoreThanAnIntegerHolds() throws Exception {
        channel.write(ByteBuffer.wrap(content), FAR);
        try (var server = TestServer.of(slice(0, FAR + SIZE));
                var wire = server.connect()) {
            wire.get("/");

            String line = wire.line();
            while (!line.startsWith("Content-Length")) {
                line = wire.line();
            }
            assertThat(line).isEqualTo("Content-Length: " + (FAR + SIZE));
        }
        awaitReleases(1);
    }

    @Test
    void givesTheFileBackWhenTheClientLeaves() throws Exception {
        channel.write(ByteBuffer.wrap(content), FAR);
        try (var server = TestServer.of(slice(0, FAR))) {
            try (var wire = server.connect()) {
                wire.get("/");
                wire.in().readNBytes(1_000_000);
            }

            awaitReleases(1);
        }
    }

    @Test
    void givesUpOnAClientThatReadsNothing() throws Exception {
        channel.write(ByteBuffer.wrap(content), FAR);
        var timeouts = HttpConfig.Timeouts.DEFAULT;
        var config =
                TestServer.config()
                        .withTimeouts(
                                new HttpConfig.Timeouts(
                                        timeouts.header(),
                                        timeouts.handshake(),
                                        timeouts.idle(),
                                        timeouts.body(),
                                        timeouts.bodyRate(),
                                        Duration.ofMillis(300),
                                        timeouts.linger()));
        try (var server = TestServer.of(config, slice(0, FAR));
                var wire = server.connect()) {
            wire.get("/");

            awaitReleases(1);
        }
    }

    @Test
    void failsBeforeTheHeaderWhenASmallPartIsMissing() throws Exception {
        try (var server = TestServer.of(slice(SIZE - 10, 20));
                var wire = server.connect()) {
            assertThat(wire.get("/").answer().status()).isEqualTo(500);
            awaitReleases(1);
        }
    }

    @Test
    void breaksOffWhenALargePartIsMissing() throws Exception {
        try (var server = TestServer.of(slice(10, SIZE));
                var wire = server.connect()) {
            wire.get("/");

            assertThat(wire.rest().length).isLessThan(SIZE + 200);
            awaitReleases(1);
        }
    }

    @Test
    void sendsLargeAnswersFromMemory() throws Exception {
        var body = new ResponseBody.Bytes(ByteBuffer.wrap(content));
        try (var server = TestServer.of(_ -> new Response(200, Headers.empty(), body));
                var wire = server.connect()) {
            assertThat(wire.get("/").answer().body()).isEqualTo(content);
            assertThat(wire.get("/").answer().body()).isEqualTo(content);
        }
    }
}
