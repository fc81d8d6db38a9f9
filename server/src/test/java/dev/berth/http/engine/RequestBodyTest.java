package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.Handler;
import dev.berth.http.Headers;
import dev.berth.http.HttpConfig;
import dev.berth.http.IncompleteBodyException;
import dev.berth.http.Request;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private static final Handler COUNT =
            request -> {
                try {
                    return text(request.body().declaredLength() + " " + count(request));
                } catch (IOException e) {
                    return text(e.getClass().getSimpleName());
                }
            };
    private static final Handler REFUSE = _ -> Response.of(401, Headers.empty());

    private static Response text(String text) {
        return new Response(200, Headers.empty(), ResponseBody.text(text));
    }

    private static long count(Request request) throws IOException {
        long count = 0;
        for (ByteBuffer piece = request.body().next();
                piece != null;
                piece = request.body().next()) {
            count += piece.remaining();
        }
        return count;
    }

    private static String post(String headers) {
        return "POST /x HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    private static HttpConfig impatient() {
        var timeouts = HttpConfig.Timeouts.DEFAULT;
        return TestServer.config()
                .withTimeouts(
                        new HttpConfig.Timeouts(
                                timeouts.header(),
                                timeouts.handshake(),
                                timeouts.idle(),
                                Duration.ofMillis(300),
                                1024,
                                timeouts.write(),
                                timeouts.linger()));
    }

    @Test
    void readsADeclaredBody() throws Exception {
        try (var server = TestServer.of(COUNT);
                var wire = server.connect()) {
            wire.send(post("Content-Length: 300000\r\n")).send(new byte[300_000]);

            assertThat(wire.answer().text()).isEqualTo("OptionalLong[300000] 300000");
            wire.send(post("Content-Length: 0\r\n"));
            assertThat(wire.answer().text()).isEqualTo("OptionalLong[0] 0");
        }
    }

    @Test
    void readsAChunkedBodyAndWhatFollows() throws Exception {
        try (var server = TestServer.of(COUNT);
                var wire = server.connect()) {
            wire.send(
                    post("Transfer-Encoding: chunked\r\n")
                            + "5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nTrailer: x\r\n\r\n"
                            + post("Content-Length: 2\r\n")
                            + "ab");

            assertThat(wire.answer().text()).isEqualTo("OptionalLong.empty 11");
            assertThat(wire.answer().text()).isEqualTo("OptionalLong[2] 2");
        }
    }

    @Test
    void asksForTheBodyWhenTheHandlerReadsIt() throws Exception {
        try (var server = TestServer.of(COUNT);
                var wire = server.connect()) {
            wire.send(post("Content-Length: 3\r\nExpect: 100-continue\r\n"));

            assertThat(wire.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(wire.line()).isEmpty();
            assertThat(wire.send("abc").answer().text()).isEqualTo("OptionalLong[3] 3");
        }
    }

    @Test
    void doesNotAskForABodyThatIsRefused() throws Exception {
        try (var server = TestServer.of(REFUSE);
                var wire = server.connect()) {
            wire.send(post("Content-Length: 3\r\nExpect: 100-continue\r\n"));

            var answer = wire.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(wire.closed()).isTrue();
        }
    }

    @Test
    void keepsTheConnectionWhenLittleWasLeftUnread() throws Exception {
        try (var server = TestServer.of(REFUSE);
                var wire = server.connect()) {
            wire.send(post("Content-Length: 100000\r\n"));
            var first = wire.answer();
            wire.send(new byte[100_000]).get("/");

            assertThat(first.status()).isEqualTo(401);
            assertThat(first.header("Connection")).isEmpty();
            assertThat(wire.answer().status()).isEqualTo(401);
        }
    }

    @Test
    void letsAClientReadTheRefusalWhileItStillSends() throws Exception {
        try (var server = TestServer.of(REFUSE);
                var wire = server.connect()) {
            int length = 20 << 20;
            wire.send(post("Content-Length: " + length + "\r\n")).send(new byte[length]);

            var answer = wire.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(wire.closed()).isTrue();
        }
    }

    @Test
    void stallsASenderWhomNobodyReads() throws Exception {
        var leave = new CountDownLatch(1);
        Handler handler =
                request -> {
                    try {
                        request.body().next();
                        leave.await();
                        return text("" + count(request));
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                };
        try (var server = TestServer.of(handler);
                var wire = server.connect()) {
            long length = 1L << 30;
            wire.send(post("Content-Length: " + length + "\r\n"));
            var sent = new AtomicLong();
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (; sent.get() < length; sent.addAndGet(65_536)) {
                                        wire.out().write(new byte[65_536]);
                                    }
                                } catch (IOException e) {
                                    // the test has ended
                                }
                            });

            awaitStandstill(sent);

            assertThat(sent.get()).isLessThan(64 << 20);
            leave.countDown();
            sender.join();
            assertThat(wire.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void bodiesArriveThoughNoMemoryIsLeftForThem() throws Exception {
        var limits = HttpConfig.Limits.DEFAULT;
        var config =
                TestServer.config()
                        .withLimits(
                                new HttpConfig.Limits(
                                        limits.requestLine(),
                                        limits.header(),
                                        limits.connections(),
                                        limits.body(),
                                        1,
                                        limits.drain()));
        int length = 8 << 20;
        try (var server = TestServer.of(config, COUNT);
                var one = server.connect();
                var other = server.connect()) {
            one.send(post("Content-Length: " + length + "\r\n"));
            other.send(post("Content-Length: " + length + "\r\n"));
            one.send(new byte[length]);
            other.send(new byte[length]);

            assertThat(one.answer().text()).endsWith(" " + length);
            assertThat(other.answer().text()).endsWith(" " + length);
        }
    }

    /** Waits until a counter that moves does not move any more. */
    private static void awaitStandstill(AtomicLong counter) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        long before = -1;
        while (before != counter.get() || before == 0) {
            assertThat(System.nanoTime()).as("time of the standstill").isLessThan(deadline);
            before = counter.get();
            new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void breaksOffABodyThatIsTooShort() throws Exception {
        BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
        try (var server = TestServer.of(remembering(failures));
                var wire = server.connect()) {
            wire.send(post("Content-Length: 10\r\n") + "abc");
            wire.socket().shutdownOutput();

            assertThat(failures.poll(20, TimeUnit.SECONDS)).hasMessageContaining("closed");
        }
    }

    @Test
    void breaksOffABodyWhoseClientIsGone() throws Exception {
        BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
        try (var server = TestServer.of(remembering(failures))) {
            try (var wire = server.connect()) {
                wire.send(post("Transfer-Encoding: chunked\r\n") + "5\r\nhel");
                wire.socket().setSoLinger(true, 0);
            }

            assertThat(failures.poll(20, TimeUnit.SECONDS)).hasMessageContaining("closed");
        }
    }

    @Test
    void breaksOffABodyThatComesTooSlowly() throws Exception {
        BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
        try (var server = TestServer.of(impatient(), remembering(failures));
                var wire = server.connect()) {
            wire.send(post("Content-Length: 10\r\n") + "abc");

            assertThat(failures.poll(20, TimeUnit.SECONDS)).hasMessageContaining("slowly");
        }
    }

    @Test
    void breaksOffMalformedChunks() throws Exception {
        for (String chunks : new String[] {"zz\r\nabc\r\n", "3\r\nabcXX0\r\n\r\n", "-1\r\n"}) {
            BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
            try (var server = TestServer.of(remembering(failures));
                    var wire = server.connect()) {
                wire.send(post("Transfer-Encoding: chunked\r\n") + chunks);

                assertThat(failures.poll(20, TimeUnit.SECONDS)).hasMessageContaining("chunks");
                assertThat(wire.answer().header("Connection")).isEqualTo("close");
            }
        }
    }

    private static Handler remembering(BlockingQueue<Exception> failures) {
        return request -> {
            try {
                count(request);
            } catch (IncompleteBodyException e) {
                failures.add(e);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return Response.of(400, Headers.empty());
        };
    }

    @Test
    void keepsSilentWhileTheHandlerThinks() throws Exception {
        var leave = new CountDownLatch(1);
        Handler handler =
                _ -> {
                    try {
                        leave.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return Response.of(200, Headers.empty());
                };
        try (var server = TestServer.of(handler);
                var wire = server.connect()) {
            wire.send(post("Content-Length: 3\r\nExpect: 100-continue\r\n"));
            wire.socket().setSoTimeout(200);

            assertThatThrownBy(wire::line).isInstanceOf(SocketTimeoutException.class);
            leave.countDown();
        }
    }
}
