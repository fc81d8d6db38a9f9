package dev.berth.api.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.http.Headers;
import dev.berth.http.RequestBody;
import dev.berth.testing.RequestSigner;
import dev.berth.testing.TestAuthority;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How much of a body STS reads, and when. */
class StsBodiesTest extends StsDoorFixture {
    @Test
    void refusesABodyThatIsTooLargeBeforeReadingIt() {
        Headers headers = sign(identity.signer("us-east-1", "sts"), ASK);
        var unread =
                new RequestBody() {
                    @Override
                    public OptionalLong declaredLength() {
                        return OptionalLong.of((256 << 10) + 1);
                    }

                    @Override
                    public @Nullable ByteBuffer next() {
                        throw new AssertionError("the body was read");
                    }
                };

        assertRefused(
                answer(request(headers, unread)),
                400,
                "ValidationError",
                "The request body is larger than the limit of 262144 bytes");
    }

    @Test
    void refusesAnEndlessBodyOfUnknownLength() {
        Headers headers = sign(identity.signer("us-east-1", "sts"), ASK);
        var endless =
                new RequestBody() {
                    @Override
                    public OptionalLong declaredLength() {
                        return OptionalLong.empty();
                    }

                    @Override
                    public ByteBuffer next() {
                        return ByteBuffer.allocate(1 << 16);
                    }
                };

        assertThat(answer(request(headers, endless)).status()).isEqualTo(400);
    }

    @Test
    void readsNoBodyBeforeTheKeyIsKnown() {
        var unread =
                new RequestBody() {
                    @Override
                    public OptionalLong declaredLength() {
                        return OptionalLong.empty();
                    }

                    @Override
                    public @Nullable ByteBuffer next() {
                        throw new AssertionError("the body was read");
                    }
                };

        var stranger =
                new RequestSigner(
                        "AKIAIOSFODNN7EXAMPLE", "secret", "us-east-1", "sts", clock.instant());

        assertThat(answer(request(sign(stranger, ASK), unread)).status()).isEqualTo(403);
    }

    @Test
    void readsItsBodiesIntoTheMemoryThatAllDoorsShare() {
        var bodies = new BoundedBodies(8 << 10, Duration.ZERO, clock);
        var door = door(TestAuthority.ofRoots(), bodies, new ClientViews(_ -> false));
        var request = request(sign(identity.signer("us-east-1", "sts"), ASK), ASK);

        try (var _ = bodies.read(request(Headers.empty(), ASK).body(), 1 << 10);
                var _ = bodies.read(request(Headers.empty(), ASK).body(), 1 << 10)) {
            assertRefused(door.answer(request, REQUEST_ID), 400, "Throttling", "Rate exceeded");
        }
    }

    @Test
    void refusesABrokenBody() {
        Headers headers = sign(identity.signer("us-east-1", "sts"), ASK);
        var broken =
                new RequestBody() {
                    @Override
                    public OptionalLong declaredLength() {
                        return OptionalLong.of(10);
                    }

                    @Override
                    public @Nullable ByteBuffer next() throws IOException {
                        throw new IOException("gone");
                    }
                };

        assertRefused(
                answer(request(headers, broken)),
                400,
                "MalformedInput",
                "The request body did not arrive completely");
    }
}
