package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read again and again is answered by the thread that read the request. */
class HotPathTest {
    private static final Digest CONFIG = Digest.sha256(StandardCharsets.UTF_8.encode("{}"));
    private static final String MANIFEST =
            "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2},\"layers\":[]}"
                    .formatted(MediaTypes.OCI_CONFIG, CONFIG);
    private static final Digest DIGEST = Digest.sha256(StandardCharsets.UTF_8.encode(MANIFEST));

    @TempDir private Path folder;
    private V2Harness berth;

    @BeforeEach
    void start() {
        berth = new V2Harness(folder);
        berth.create("app");
        berth.ask("POST", "/v2/app/blobs/uploads/?digest=" + CONFIG).body("{}").send().is(201);
        berth.ask("PUT", "/v2/app/manifests/v1")
                .header("Content-Type", MediaTypes.OCI_MANIFEST)
                .body(MANIFEST)
                .send()
                .is(201);
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/",
        "GET, /v2/app/manifests/v1",
        "HEAD, /v2/app/manifests/v1",
        "GET, /v2/app/manifests/M",
        "HEAD, /v2/app/manifests/M",
        "HEAD, /v2/app/blobs/C",
        "GET, /v2/app/blobs/C",
    })
    void answersFromMemoryTheSecondTime(String method, String target) throws Exception {
        String address = target.replace("M", DIGEST.toString()).replace("C", CONFIG.toString());
        String token = berth.token(V2Harness.HOME);
        Supplier<V2Reply> request = () -> berth.anonymous(method, address).password(token).send();
        V2Reply first = request.get().is(200);

        V2Reply second = onLoop(request).is(200);

        assertThat(second.content()).isEqualTo(first.content());
        assertThat(second.headers().toString()).isEqualTo(first.headers().toString());
    }

    @Test
    void saysThatItWouldBlockWhereItMust() throws Exception {
        String token = berth.token(V2Harness.HOME);

        assertThat(
                        onLoop(() -> {
                            try {
                                berth.anonymous("GET", "/v2/app/tags/list").password(token).send();
                                return "answered";
                            } catch (WouldBlock _) {
                                return "would block";
                            }
                        }))
                .isEqualTo("would block");
    }

    private static <T> T onLoop(Supplier<T> work) throws Exception {
        var task = new FutureTask<>(work::get);
        new LoopThread(task).start();
        return task.get();
    }

    private static final class LoopThread extends Thread implements MemoryOnlyThread {
        LoopThread(Runnable work) {
            super(work);
        }
    }
}
