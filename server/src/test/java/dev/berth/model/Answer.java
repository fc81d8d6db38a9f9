package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.json.Json;
import dev.berth.json.JsonFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a door said; all of the contents are text. */
record Answer(String request, int status, Headers headers, String content) {

    private record V2Fault(List<Entry> errors) {
        private record Entry(String code) {}
    }

    private record ApiFault(@Nullable String __type) {}

    static Answer of(String request, Response response, boolean head) {
        return new Answer(
                request, response.status(), response.headers(), content(response.body(), head));
    }

    private static String content(ResponseBody body, boolean head) {
        ByteBuffer content =
                switch (body) {
                    case ResponseBody.Empty _ -> ByteBuffer.allocate(0);
                    case ResponseBody.Bytes bytes -> bytes.content().duplicate();
                    case ResponseBody.FileSlice slice -> {
                        var read = ByteBuffer.allocate(head ? 0 : (int) slice.length());
                        try {
                            while (read.hasRemaining()
                                    && slice.file().channel().read(read, read.position()) >= 0) {}
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        } finally {
                            slice.file().release();
                        }
                        yield read.flip();
                    }
                };
        return StandardCharsets.UTF_8.decode(content).toString();
    }

    String header(String name) {
        return headers.first(name).orElse("");
    }

    <T> T as(Class<T> type) {
        try {
            return Json.read(content.getBytes(StandardCharsets.UTF_8), type);
        } catch (JsonFault e) {
            throw new AssertionError(this + " is not " + type, e);
        }
    }

    Answer is(int expected) {
        assertThat(status).as(toString()).isEqualTo(expected);
        return this;
    }

    /** Of /v2: refused for one of these reasons. */
    Answer isRefused(List<Refusal> reasons) {
        assertThat(reasons).as(toString()).anyMatch(reason -> reason.status() == status);
        if (!content.isEmpty()) {
            String code = as(V2Fault.class).errors().getFirst().code();
            assertThat(reasons).as(toString()).anyMatch(reason -> reason.code().equals(code));
        }
        return this;
    }

    /** Of the API: refused for one of these reasons. */
    Answer isException(List<Refusal> reasons) {
        is(400);
        String type = String.valueOf(as(ApiFault.class).__type());
        assertThat(reasons).as(toString()).anyMatch(reason -> type.endsWith(reason.exception()));
        return this;
    }

    @Override
    public String toString() {
        return request + ": " + status + " " + content;
    }
}
