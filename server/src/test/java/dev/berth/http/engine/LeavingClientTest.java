package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.berth.http.Handler;
import dev.berth.http.Headers;
import dev.berth.http.IncompleteBodyException;
import dev.berth.http.Request;
import dev.berth.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A client that leaves while its body is not read, since the handler is slower than it. */
class LeavingClientTest {
    /** More than a body may hold before it is no longer read, and less than a socket takes. */
    private static final int SENT = 3 << 19;

    private final Logger log = (Logger) LoggerFactory.getLogger(Connection.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final BlockingQueue<Long> received = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
    }

    private Handler readsOnceTheClientIsGone() {
        return request -> {
            if (request.method().equals("POST")) {
                received.add(count(request));
            }
            return Response.of(200, Headers.empty());
        };
    }

    private long count(Request request) {
        long count = 0;
        try {
            for (ByteBuffer piece = request.body().next();
                    piece != null;
                    piece = request.body().next()) {
                count += piece.remaining();
                gone.await();
            }
            return count;
        } catch (IncompleteBodyException e) {
            return count;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isNoFaultOfTheServerAndLosesNothingThatArrived() throws Exception {
        int clients = 20;
        try (var server = TestServer.of(readsOnceTheClientIsGone())) {
            for (int i = 0; i < clients; i++) {
                try (var wire = server.connect()) {
                    upload(wire).get(20, TimeUnit.SECONDS);
                }
            }
            eachEventLoopAnswers(server);

            gone.countDown();

            for (int i = 0; i < clients; i++) {
                assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(SENT);
            }
        }
        assertThat(lines.list).isEmpty();
    }

    /** On a thread of its own, which ends with the connection if the sockets do not take it all. */
    private static CompletableFuture<Void> upload(Wire wire) {
        return CompletableFuture.runAsync(() -> {
            try {
                wire.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n")
                        .send(new byte[SENT]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Connections go to the event loops in turn, so that all have seen who left before. */
    private static void eachEventLoopAnswers(TestServer server) throws IOException {
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            try (var wire = server.connect()) {
                assertThat(wire.get("/").answer().status()).isEqualTo(200);
            }
        }
    }
}
