package dev.berth.api.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import dev.berth.testing.TestIds;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDoorTest {
    private final FrontDoor front =
            new FrontDoor(named("v2"), named("json"), named("query"), new TestIds(), true);

    @ParameterizedTest
    @CsvSource({
        "GET, /v2, '', '', v2",
        "GET, /v2/, '', '', v2",
        "PATCH, /v2/a/b, '', '', v2",
        "POST, /, AmazonEC2ContainerRegistry_V20150921.PutImage, '', json",
        "POST, /, '', application/x-amz-json-1.1, json",
        "POST, /, '', application/x-www-form-urlencoded; charset=utf-8, query",
        "POST, /, '', APPLICATION/X-WWW-FORM-URLENCODED, query",
    })
    void findsTheDoor(String method, String path, String target, String type, String door) {
        var headers = new Headers.Builder();
        if (!target.isEmpty()) {
            headers.add("X-Amz-Target", target);
        }
        if (!type.isEmpty()) {
            headers.add("Content-Type", type);
        }

        Response response = front.handle(request(method, path, headers.build()));

        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).isEqualTo(door);
    }

    @Test
    void takesAnActionInTheAddressForTheQueryProtocol() {
        assertThat(text(front.handle(get("Version=2011-06-15&Action=GetCallerIdentity"))))
                .isEqualTo("query");
        assertThat(front.handle(get("action=GetCallerIdentity")).status()).isEqualTo(404);
    }

    @Test
    void takesALinkThatIsPostedWithoutAForm() {
        Request got = get("Action=GetCallerIdentity&X-Amz-Signature=ab");
        var posted =
                new Request(
                        "POST",
                        got.path(),
                        got.rawQuery(),
                        got.host(),
                        got.headers(),
                        got.body(),
                        got.peer());

        assertThat(text(front.handle(posted))).isEqualTo("query");
    }

    @ParameterizedTest
    @CsvSource({"GET, /", "POST, /", "GET, /v2x", "GET, /v1/", "GET, /favicon.ico", "GET, *"})
    void saysWhatIsHereInsteadOfAnythingElse(String method, String path) {
        Response response = front.handle(request(method, path, Headers.empty()));

        assertThat(response.status()).isEqualTo(404);
        assertThat(text(response)).contains("/v2/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/_berth/health"})
    void tellsItsHealth(String path) {
        assertThat(text(front.handle(request("GET", path, Headers.empty()))))
                .isEqualTo("{\"status\":\"ok\"}");
        assertThat(front.handle(request("POST", path, Headers.empty())).status()).isEqualTo(405);
    }

    @Test
    void answersFailuresWithTheRequestIdAndNothingMore() {
        Door broken =
                (_, _) -> {
                    throw new IllegalStateException("the secret of the house");
                };
        var front = new FrontDoor(broken, broken, broken, new TestIds(), false);

        Response response = front.handle(request("GET", "/v2/", Headers.empty()));

        assertThat(response.status()).isEqualTo(500);
        assertThat(text(response))
                .contains(response.headers().first("x-amzn-RequestId").orElseThrow())
                .doesNotContain("secret");
    }

    @Test
    void givesEveryRequestAnIdOfItsOwn() {
        var ids = new AtomicReference<String>();
        Door door =
                (_, id) -> {
                    assertThat(ids.getAndSet(id)).isNotEqualTo(id);
                    return Response.of(204, Headers.empty());
                };
        var front = new FrontDoor(door, door, door, new TestIds(), false);

        assertThat(front.handle(request("GET", "/v2/", Headers.empty())).status()).isEqualTo(204);
        assertThat(front.handle(request("GET", "/v2/", Headers.empty())).status()).isEqualTo(204);
    }

    @Test
    void letsTheEnginesSignalPass() throws Exception {
        var front =
                new FrontDoor(
                        (_, _) -> {
                            WouldBlock.unlessMayBlock();
                            return Response.of(200, Headers.empty());
                        },
                        named("json"),
                        named("query"),
                        new TestIds(),
                        true);
        var request = request("GET", "/v2/", Headers.empty());
        var outcome = new AtomicReference<Throwable>();

        var thread = new LoopThread(() -> front.handle(request), outcome);
        thread.start();
        thread.join();

        assertThatThrownBy(
                        () -> {
                            throw outcome.get();
                        })
                .isInstanceOf(WouldBlock.class);
        assertThat(front.handle(request).status()).isEqualTo(200);
    }

    private static final class LoopThread extends Thread implements MemoryOnlyThread {
        LoopThread(Runnable work, AtomicReference<Throwable> outcome) {
            super(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    outcome.set(e);
                }
            });
        }
    }

    private static Door named(String name) {
        return (_, _) -> new Response(200, Headers.empty(), ResponseBody.text(name));
    }

    private static String text(Response response) {
        var content = ((ResponseBody.Bytes) response.body()).content().duplicate();
        return StandardCharsets.UTF_8.decode(content).toString();
    }

    private static Request get(String query) {
        return request("GET", "/", query, Headers.empty());
    }

    private static Request request(String method, String path, Headers headers) {
        return request(method, path, "", headers);
    }

    private static Request request(String method, String path, String query, Headers headers) {
        return new Request(
                method,
                path,
                query,
                "localhost:5327",
                headers,
                RequestBody.empty(),
                new Peer(InetAddress.getLoopbackAddress(), false));
    }
}
