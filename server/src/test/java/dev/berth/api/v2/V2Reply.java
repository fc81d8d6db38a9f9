package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An answer as it would be on the wire; what was opened for it is given back. */
final class V2Reply {
    private final int status;
    private final Headers headers;
    private final long length;
    private final byte[] content;

    private V2Reply(int status, Headers headers, long length, byte[] content) {
        this.status = status;
        this.headers = headers;
        this.length = length;
        this.content = content;
    }

    static V2Reply of(Response response, boolean head) {
        return new V2Reply(
                response.status(),
                response.headers(),
                response.body().length(),
                content(response.body(), head));
    }

    private static byte[] content(ResponseBody body, boolean head) {
        return switch (body) {
            case ResponseBody.Empty _ -> new byte[0];
            case ResponseBody.Bytes bytes -> {
                var content = new byte[bytes.content().remaining()];
                bytes.content().duplicate().get(content);
                yield content;
            }
            case ResponseBody.FileSlice slice -> {
                byte[] content = head ? new byte[0] : read(slice);
                slice.file().release();
                yield content;
            }
        };
    }

    private static byte[] read(ResponseBody.FileSlice slice) {
        var content = ByteBuffer.allocate((int) slice.length());
        try {
            while (content.hasRemaining()) {
                slice.file().channel().read(content, slice.offset() + content.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content.array();
    }

    int status() {
        return status;
    }

    Headers headers() {
        return headers;
    }

    long length() {
        return length;
    }

    byte[] content() {
        return content.clone();
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    String header(String name) {
        return headers.first(name).orElse("");
    }

    /** The path of the Location, as a next request names it. */
    String location() {
        String origin = "http://" + V2Request.HOST;
        assertThat(header("Location")).startsWith(origin + "/v2/");
        return header("Location").substring(origin.length());
    }

    V2Reply is(int expected) {
        assertThat(status).as(text()).isEqualTo(expected);
        assertThat(header("Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
        assertThat(header("x-amzn-RequestId")).isEqualTo(V2Harness.REQUEST_ID);
        return this;
    }

    V2Reply is(int expected, String code) {
        is(expected);
        assertThat(text()).startsWith("{\"errors\":[{\"code\":\"" + code + "\",\"message\":");
        assertThat(header("Content-Type")).startsWith("application/json");
        return this;
    }
}
