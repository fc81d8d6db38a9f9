package dev.berth.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.layer.Swept;
import dev.berth.telemetry.Metrics;
import dev.berth.telemetry.MetricsHandler;
import dev.berth.testing.FixedClock;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CollectionMetricsTest {
    private final Metrics metrics = new Metrics();
    private final MetricsHandler handler = new MetricsHandler(metrics);
    private final CollectionMetrics collections =
            new CollectionMetrics(metrics, new FixedClock(Instant.ofEpochSecond(1_800_000_000)));

    @Test
    void addUpWhatCollectionsDid() {
        collections.collected(
                new Collected(9, 7, 5, new Swept(3, 1_000)), 11, 12, Duration.ofMillis(250));
        collections.collected(
                new Collected(0, 1, 0, new Swept(2, 24)), 13, 14, Duration.ofMillis(250));
        collections.orphansCollected(new Swept(1, 4_096));

        assertThat(text(ask("GET", "/metrics")))
                .contains(
                        "\nberth_gc_blobs_swept_total 5.0\n",
                        "\nberth_gc_bytes_swept_total 1024.0\n",
                        "\nberth_gc_links_ended_total 8.0\n",
                        "\nberth_gc_orphans_swept_total 1.0\n",
                        "\nberth_gc_orphan_bytes_swept_total 4096.0\n",
                        "\nberth_gc_duration_seconds_count 2\n",
                        "\nberth_gc_duration_seconds_sum 0.5\n",
                        "\nberth_gc_last_run 1.8E9\n",
                        "\nberth_gc_links_condemned 13.0\n",
                        "\nberth_gc_blobs_condemned 14.0\n",
                        "# HELP berth_gc_blobs_swept_total Blobs that",
                        "\njvm_memory_used_bytes");
    }

    @Test
    void areZeroBeforeTheFirst() {
        assertThat(text(ask("GET", "/metrics")))
                .contains("\nberth_gc_blobs_swept_total 0.0\n", "\nberth_gc_last_run 0.0\n");
    }

    @Test
    void areReadAtTheirAddressAlone() {
        assertThat(ask("GET", "/metrics").headers().first("Content-Type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(ask("HEAD", "/metrics").status()).isEqualTo(200);
        assertThat(ask("GET", "/v2/").status()).isEqualTo(404);
        assertThat(ask("POST", "/metrics").status()).isEqualTo(405);
    }

    private Response ask(String method, String path) {
        return handler.handle(
                new Request(
                        method,
                        path,
                        "",
                        "localhost",
                        Headers.of(),
                        RequestBody.of(ByteBuffer.allocate(0)),
                        new Peer(InetAddress.getLoopbackAddress(), false)));
    }

    private static String text(Response response) {
        assertThat(response.status()).isEqualTo(200);
        var body = (ResponseBody.Bytes) response.body();
        return StandardCharsets.UTF_8.decode(body.content().duplicate()).toString();
    }
}
