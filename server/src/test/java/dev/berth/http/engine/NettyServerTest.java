package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.Handler;
import dev.berth.http.Headers;
import dev.berth.http.HttpConfig;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class NettyServerTest {
    private static final Handler ECHO_PATH =
            request ->
                    new Response(
                            200,
                            Headers.of("Server", "berth"),
                            ResponseBody.text(request.method() + " " + request.path()));

    private static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    @Test
    void answersSeveralRequestsOnOneConnection() throws Exception {
        try (var server = TestServer.of(ECHO_PATH);
                var wire = server.connect()) {
            for (int i = 0; i < 3; i++) {
                var answer = wire.get("/" + i).answer();

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo("GET /" + i);
                assertThat(answer.header("Server")).isEqualTo("berth");
                assertThat(answer.header("Date")).endsWith(" GMT");
                assertThat(answer.header("Connection")).isEmpty();
            }
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws Exception {
        Handler slowWhenOdd =
                request -> {
                    if (request.path().charAt(1) % 2 == 1) {
                        WouldBlock.unlessMayBlock();
                    }
                    return new Response(200, Headers.empty(), ResponseBody.text(request.path()));
                };
        try (var server = TestServer.of(slowWhenOdd);
                var wire = server.connect()) {
            var all = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            wire.send(all.toString());

            for (int i = 0; i < 50; i++) {
                assertThat(wire.answer().text()).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void answersHeadWithTheLengthAlone() throws Exception {
        try (var server = TestServer.of(ECHO_PATH);
                var wire = server.connect()) {
            wire.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(wire.answerToHead().header("Content-Length")).isEqualTo("7");
            assertThat(wire.get("/y").answer().text()).isEqualTo("GET /y");
        }
    }

    @Test
    void runsARequestAgainWhereItMayBlock() throws Exception {
        var threads = new ConcurrentLinkedQueue<Thread>();
        Handler handler =
                request -> {
                    threads.add(Thread.currentThread());
                    WouldBlock.unlessMayBlock();
                    return Response.of(204, Headers.empty());
                };
        try (var server = TestServer.of(handler);
                var wire = server.connect()) {
            var answer = wire.get("/").answer();

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.headers()).doesNotContainKey("content-length");
            assertThat(threads).hasSize(2);
            assertThat(threads.remove()).isInstanceOf(MemoryOnlyThread.class);
            assertThat(threads.remove().isVirtual()).isTrue();
        }
    }

    @Test
    void runsWhatIsNotARead() throws Exception {
        var threads = new ConcurrentLinkedQueue<Thread>();
        Handler handler =
                request -> {
                    threads.add(Thread.currentThread());
                    return Response.of(200, Headers.empty());
                };
        try (var server = TestServer.of(handler);
                var wire = server.connect()) {
            wire.send("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n").answer();

            assertThat(threads).singleElement().matches(Thread::isVirtual);
        }
    }

    @Test
    void saysThatAnotherHoldsThePort() {
        try (var first = TestServer.of(ECHO_PATH)) {
            int port = first.port();
            var second =
                    new NettyServer(
                            HttpConfig.listening(List.of(at("127.0.0.1", port))),
                            ECHO_PATH,
                            InstantSource.system());

            assertThatThrownBy(second::start)
                    .isInstanceOf(BindException.class)
                    .hasMessageStartingWith("127.0.0.1:" + port + ": ");
        }
    }

    @Test
    void listensOnWhatThisMachineHas() throws Exception {
        var server =
                new NettyServer(
                        HttpConfig.listening(List.of(at("127.0.0.1", 0), at("198.51.100.77", 0))),
                        ECHO_PATH,
                        InstantSource.system());
        try {
            server.start();

            assertThat(server.addresses()).hasSize(1);
            assertThat(server.port()).isPositive();
        } finally {
            server.stop(Duration.ZERO);
        }
    }

    @Test
    void listensOnBothLoopbackAddressesWithOnePort() throws Exception {
        var server = new NettyServer(HttpConfig.loopback(0), ECHO_PATH, InstantSource.system());
        try {
            server.start();

            assertThat(server.addresses())
                    .isNotEmpty()
                    .allMatch(address -> address.getPort() == server.port());
        } finally {
            server.stop(Duration.ZERO);
        }
    }

    @Test
    void letsRequestsInFlightFinishWhenItStops() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        Handler handler =
                request -> {
                    WouldBlock.unlessMayBlock();
                    entered.countDown();
                    try {
                        leave.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return new Response(200, Headers.empty(), ResponseBody.text("done"));
                };
        try (var server = TestServer.of(handler);
                var busy = server.connect();
                var idle = server.connect()) {
            busy.get("/");
            entered.await();
            Thread stop =
                    Thread.ofVirtual().start(() -> server.server().stop(Duration.ofSeconds(20)));

            assertThat(idle.closed()).isTrue();
            leave.countDown();

            var answer = busy.answer();
            assertThat(answer.text()).isEqualTo("done");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(busy.closed()).isTrue();
            stop.join();
        }
    }
}
