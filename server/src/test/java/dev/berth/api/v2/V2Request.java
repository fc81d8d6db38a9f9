package dev.berth.api.v2;

import dev.berth.api.edge.Door;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A request under construction. */
final class V2Request {
    static final String HOST = "localhost:5327";

    private final Door door;
    private final String method;
    private final String target;
    private Headers headers = Headers.empty();
    private String host = HOST;
    private RequestBody body = RequestBody.empty();
    private boolean tls;

    V2Request(Door door, String method, String target) {
        this.door = door;
        this.method = method;
        this.target = target;
    }

    V2Request header(String name, String value) {
        headers = headers.with(name, value);
        return this;
    }

    V2Request password(String password) {
        return basic("AWS:" + password);
    }

    V2Request basic(String credential) {
        byte[] bytes = credential.getBytes(StandardCharsets.UTF_8);
        return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    V2Request host(String other) {
        host = other;
        return this;
    }

    V2Request tls() {
        tls = true;
        return this;
    }

    V2Request body(byte[] content) {
        body = RequestBody.of(ByteBuffer.wrap(content));
        return this;
    }

    V2Request body(String content) {
        return body(content.getBytes(StandardCharsets.UTF_8));
    }

    /** A body of unknown length, in pieces of at most this many bytes. */
    V2Request chunked(byte[] content, int pieceSize) {
        body = new Pieces(content, pieceSize);
        return this;
    }

    V2Request body(RequestBody other) {
        body = other;
        return this;
    }

    V2Reply send() {
        int question = target.indexOf('?');
        Response response =
                door.answer(
                        new Request(
                                method,
                                question < 0 ? target : target.substring(0, question),
                                question < 0 ? "" : target.substring(question + 1),
                                host,
                                headers,
                                body,
                                new Peer(InetAddress.getLoopbackAddress(), tls)),
                        V2Harness.REQUEST_ID);
        return V2Reply.of(response, method.equals("HEAD"));
    }

    private static final class Pieces implements RequestBody {
        private final byte[] content;
        private final int pieceSize;
        private int at;

        Pieces(byte[] content, int pieceSize) {
            this.content = content;
            this.pieceSize = pieceSize;
        }

        @Override
        public OptionalLong declaredLength() {
            return OptionalLong.empty();
        }

        @Override
        public @Nullable ByteBuffer next() {
            if (at == content.length) {
                return null;
            }
            int size = Math.min(pieceSize, content.length - at);
            at += size;
            return ByteBuffer.wrap(content, at - size, size).slice();
        }
    }
}
