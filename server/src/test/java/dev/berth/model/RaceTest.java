package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.boot.FeatureSettings;
import dev.berth.collect.CollectionConfig;
import dev.berth.image.ImagesConfig;
import dev.berth.layer.Mounts;
import dev.berth.repository.Quotas;
import dev.berth.testing.FixedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients and the collection do at the same moment, to the same bytes, in files or rows. */
@ParameterizedClass
@ValueSource(ints = {0, RaceTest.IN_ROWS})
class RaceTest {
    /** More than any of the blobs has. */
    static final int IN_ROWS = 16 << 10;

    private static final int ROUNDS = 60;
    private static final List<String> NAMES = List.of("app", "app/b", "app/c");
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Duration DELAY = Duration.ofMinutes(10);
    private static final Blob CONFIG = Blob.of(2);
    private static final Blob LAYER = Blob.of(4);
    private static final Manifest IMAGE = Manifest.image(CONFIG, List.of(LAYER), null, null, 0);

    private final FixedClock clock = new FixedClock();
    private final Server server;

    RaceTest(int small) {
        server =
                new Server(
                        new FeatureSettings(
                                Quotas.ofEcr(),
                                Duration.ofHours(24),
                                small,
                                Duration.ofDays(7),
                                Mounts.Rule.OCI,
                                new CollectionConfig(DELAY, GRACE, DELAY),
                                ImagesConfig.DEFAULT),
                        clock);
    }

    @BeforeEach
    void create() {
        NAMES.forEach(
                name -> server.api("CreateRepository", Map.of("repositoryName", name)).is(200));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void pushesOfABlobInSeveralRepositoriesSurviveItsCollection() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            leaveForCollection(LAYER);

            atOnce(
                    this::collect,
                    () -> push("app", LAYER).is(201),
                    () -> pushInOne("app/b", LAYER).is(201),
                    () -> push("app/c", LAYER).is(201));

            NAMES.forEach(name -> assertWhole(name, LAYER));
            collect();
            NAMES.forEach(name -> assertWhole(name, LAYER));
            NAMES.forEach(name -> server.v2("DELETE", blob(name, LAYER)).is(202));
        }
        collectAll();
        assertThat(server.stored()).isEmpty();
    }

    @Test
    void uploadsOfOneDigestCompleteAtOnceBesideItsCollection() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            leaveForCollection(LAYER);
            var first = staged("app", LAYER);
            var second = staged("app", LAYER);
            var elsewhere = staged("app/b", LAYER);

            atOnce(
                    () -> complete(first, LAYER).is(201),
                    () -> complete(second, LAYER).is(201),
                    () -> complete(elsewhere, LAYER).is(201),
                    this::collect);

            assertWhole("app", LAYER);
            assertWhole("app/b", LAYER);
            assertThat(server.staged()).isEmpty();
            server.v2("DELETE", blob("app", LAYER)).is(202);
            server.v2("DELETE", blob("app/b", LAYER)).is(202);
        }
        collectAll();
        assertThat(server.stored()).isEmpty();
    }

    @Test
    void anImageDeletedWhileItIsPushedAgainIsWholeOrGone() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            pushAsClientsDo("app");
            clock.advance(GRACE.plusMinutes(1));

            atOnce(
                    () -> server.v2("DELETE", manifest("app")).is(202),
                    () -> pushAsClientsDo("app"),
                    this::collect);

            assertWholeOrGone("app");
            clock.advance(round % 2 == 0 ? DELAY.plusMinutes(1) : GRACE.plusMinutes(1));
            collect();
            assertWholeOrGone("app");
        }
    }

    @Test
    void aPositiveAnswerKeepsABlobForAWholeGrace() {
        push("app", CONFIG).is(201);
        push("app", LAYER).is(201);
        clock.advance(GRACE.minusMinutes(1));
        server.v2("HEAD", blob("app", CONFIG)).is(200);
        server.v2("HEAD", blob("app", LAYER)).is(200);
        clock.advance(GRACE.minusMinutes(1));
        collect();

        putManifest("app").is(201);

        collectAll();
        assertImage("app");
    }

    @Test
    void aManifestRevivesWhatWasCondemnedSinceTheAnswer() {
        push("app", CONFIG).is(201);
        push("app", LAYER).is(201);
        server.v2("HEAD", blob("app", LAYER)).is(200);
        clock.advance(GRACE.plusMinutes(1));
        collect();
        server.v2("HEAD", blob("app", LAYER)).is(404);

        putManifest("app").is(201);

        collectAll();
        assertImage("app");
    }

    @Test
    void aManifestIsRefusedWhenItsBlobWentSinceTheAnswer() {
        push("app", CONFIG).is(201);
        push("app", LAYER).is(201);
        server.v2("HEAD", blob("app", LAYER)).is(200);
        collectAll();
        assertThat(server.stored()).isEmpty();

        putManifest("app").isRefused(List.of(Refusal.BLOBS_MISSING));

        pushAsClientsDo("app");
        collectAll();
        assertImage("app");
    }

    @Test
    void aManifestPushedBesideTheCollectionOfItsBlobsIsWholeOrRefused() throws Exception {
        int whole = 0;
        for (int round = 0; round < ROUNDS; round++) {
            push("app", CONFIG).is(201);
            push("app", LAYER).is(201);
            clock.advance(GRACE.plusMinutes(1));
            if (round % 2 == 0) {
                collect(); // now they are condemned, and may be removed as well
                clock.advance(DELAY.plusMinutes(1));
            }
            var answers = new ArrayList<Answer>();

            atOnce(() -> answers.add(putManifest("app")), this::collect);

            if (answers.getFirst().status() == 201) {
                whole++;
                assertImage("app");
                collectAll();
                assertImage("app");
                server.v2("DELETE", manifest("app")).is(202);
            } else {
                answers.getFirst().isRefused(List.of(Refusal.BLOBS_MISSING));
            }
        }
        assertThat(whole).as("pushes that won").isPositive();
    }

    /** Bytes that no repository links any more, and that the next collection may sweep. */
    private void leaveForCollection(Blob blob) {
        push("app", blob).is(201);
        server.v2("DELETE", blob("app", blob)).is(202);
        collect();
        clock.advance(DELAY.plusMinutes(1));
    }

    private Answer collect() {
        server.run("garbage-collection", "orphan-collection");
        return server.v2("GET", "/v2/").is(200);
    }

    /** Time and again, until nothing is left that is not needed. */
    private void collectAll() {
        clock.advance(GRACE.plusMinutes(1));
        for (int i = 0; i < 3; i++) {
            collect();
            clock.advance(DELAY.plusMinutes(1));
        }
    }

    private Answer pushInOne(String name, Blob blob) {
        return server.v2(
                "POST",
                "/v2/%s/blobs/uploads/?digest=%s".formatted(name, blob.digest()),
                blob.bytes());
    }

    private Answer push(String name, Blob blob) {
        return complete(staged(name, blob), blob);
    }

    /** The address of an upload that has all of its bytes. */
    private String staged(String name, Blob blob) {
        var id = server.v2("POST", "/v2/%s/blobs/uploads/".formatted(name)).is(202);
        var upload = "/v2/%s/blobs/uploads/%s".formatted(name, id.header("Docker-Upload-UUID"));
        server.v2("PATCH", upload, blob.bytes()).is(202);
        return upload;
    }

    private Answer complete(String upload, Blob blob) {
        return server.v2("PUT", upload + "?digest=" + blob.digest());
    }

    /** Asks for the blobs, brings those that are not there, and begins anew when it was wrong. */
    private Answer pushAsClientsDo(String name) {
        Answer answer;
        do {
            for (Blob blob : IMAGE.blobs()) {
                if (server.v2("HEAD", blob(name, blob)).status() == 404) {
                    push(name, blob).is(201);
                }
            }
            answer = putManifest(name);
        } while (answer.status() == 400);
        return answer.is(201);
    }

    private Answer putManifest(String name) {
        return server.v2("PUT", manifest(name), IMAGE.bytes(), "Content-Type", IMAGE.mediaType());
    }

    private void assertWholeOrGone(String name) {
        if (server.v2("HEAD", manifest(name)).status() == 200) {
            assertImage(name);
        } else {
            server.v2("HEAD", manifest(name)).is(404);
        }
    }

    private void assertImage(String name) {
        assertThat(server.v2("GET", manifest(name)).is(200).content()).isEqualTo(IMAGE.content());
        IMAGE.blobs().forEach(blob -> assertWhole(name, blob));
    }

    private void assertWhole(String name, Blob blob) {
        assertThat(server.v2("GET", blob(name, blob)).is(200).content()).isEqualTo(blob.content());
    }

    private static String blob(String name, Blob blob) {
        return BlobSteps.path(name, blob);
    }

    private static String manifest(String name) {
        return "/v2/%s/manifests/%s".formatted(name, IMAGE.digest());
    }

    private static void atOnce(Callable<?>... all) throws Exception {
        var start = new CyclicBarrier(all.length);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (Callable<?> one : all) {
                running.add(
                        threads.submit(() -> {
                            start.await();
                            return one.call();
                        }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }
}
