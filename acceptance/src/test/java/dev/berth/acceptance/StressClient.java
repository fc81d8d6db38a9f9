package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Pushes, pulls, deletes and pushes again, and keeps a record of what it was told. Its images are
 * its own; their layers it shares with others.
 */
final class StressClient implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What a client does at least, however slow the machine is. */
    private static final int PUSHES = 12;

    private static final int DELETIONS = 4;
    private static final int MOST_IMAGES = 10;
    private static final int OWN_LAYER = 40_000;

    /** What is known of an image. */
    enum State {
        CONFIRMED,
        GONE,
        /** The connection broke before the answer came. */
        UNKNOWN
    }

    /** An image in a repository. */
    record Place(String repository, SmallImage image) {}

    private final int number;
    private final V2 v2;
    private final List<String> repositories;
    private final List<Content> shared;
    private final long deadline;
    private final Random random;
    private final Map<Place, State> places = new LinkedHashMap<>();
    private int pushes;
    private int deletions;

    StressClient(
            int number,
            V2 v2,
            List<String> repositories,
            List<Content> shared,
            long seed,
            Duration time) {
        this.number = number;
        this.v2 = v2;
        this.repositories = List.copyOf(repositories);
        this.shared = List.copyOf(shared);
        this.random = new Random(seed);
        this.deadline = System.nanoTime() + time.toNanos();
    }

    Map<Place, State> places() {
        return places;
    }

    @Override
    public void run() {
        while (System.nanoTime() < deadline || pushes < PUSHES || deletions < DELETIONS) {
            try {
                doSomething();
            } catch (IOException _) {
                awaitServer();
            }
        }
    }

    private void doSomething() throws IOException {
        var here = places(State.CONFIRMED);
        int choice = random.nextInt(100);
        if (here.size() >= MOST_IMAGES || (choice < 20 && !here.isEmpty())) {
            delete(any(here));
        } else if (choice < 40 && !here.isEmpty()) {
            pull(any(here));
        } else if (choice < 60 && !places.isEmpty()) {
            push(any(List.copyOf(places.keySet())));
        } else if (choice < 65) {
            pushGarbage();
        } else if (choice < 70) {
            deleteSharedBlob();
        } else {
            push(new Place(any(repositories), image()));
        }
    }

    private SmallImage image() {
        var layers = new ArrayList<Content>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            layers.add(random.nextInt(4) == 0 ? Content.layer(random, OWN_LAYER) : any(shared));
        }
        return SmallImage.of(Content.config("amd64", random), layers);
    }

    /** As clients do: asks, mounts or uploads, and begins anew where that was not enough. */
    private void push(Place place) throws IOException {
        // What was gone may be back, whether or not its answer comes; what was there stays there.
        places.merge(place, State.UNKNOWN, (was, now) -> was == State.CONFIRMED ? was : now);
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            for (Content layer : place.image().layers()) {
                bring(place.repository(), layer);
            }
            bring(place.repository(), place.image().config());
            var manifest = place.image().manifest();
            var answer = v2.put(target(place), manifest);
            if (answer.statusCode() == 201) {
                places.put(place, State.CONFIRMED);
                pushes++;
                return;
            }
            V2.expect(400, answer);
            assertThat(text(answer)).contains("MANIFEST_BLOB_UNKNOWN");
        }
        throw new AssertionError("an image could not be pushed within " + PATIENCE);
    }

    /** By its digest, or by a tag that leaves another image for it. */
    private String target(Place place) {
        return random.nextBoolean()
                ? path(place)
                : "/v2/%s/manifests/tag-%d-%d"
                        .formatted(place.repository(), number, random.nextInt(3));
    }

    private void bring(String repository, Content blob) throws IOException {
        String path = "/v2/" + repository + "/blobs/";
        var known = v2.head(path + blob.digest());
        if (known.statusCode() == 200) {
            return;
        }
        V2.expect(404, known);
        var begun =
                v2.post(
                        path
                                + "uploads/?mount=%s&from=%s"
                                        .formatted(blob.digest(), any(repositories)));
        if (begun.statusCode() == 201) {
            return;
        }
        V2.expect(202, begun);
        V2.expect(201, v2.finish(v2.location(begun), blob.digest(), blob.bytes()));
    }

    private void delete(Place place) throws IOException {
        places.put(place, State.UNKNOWN);
        V2.expect(202, v2.delete(path(place)));
        places.put(place, State.GONE);
        deletions++;
    }

    private void pull(Place place) throws IOException {
        v2.verify(place.repository(), place.image().digest(), place.image());
    }

    private void pushGarbage() throws IOException {
        v2.pushBlob(any(repositories), Content.layer(random, OWN_LAYER));
    }

    /** Under the pushes of others: they are told, or it is still there. */
    private void deleteSharedBlob() throws IOException {
        var path = "/v2/" + any(repositories) + "/blobs/" + any(shared).digest();
        var answer = v2.delete(path);
        assertThat(answer.statusCode()).as(text(answer)).isIn(202, 404, 405);
    }

    private List<Place> places(State state) {
        return places.keySet().stream().filter(place -> places.get(place) == state).toList();
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    static String path(Place place) {
        return "/v2/" + place.repository() + "/manifests/" + place.image().digest();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return answer + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private void awaitServer() {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                V2.expect(200, v2.get("/v2/"));
                return;
            } catch (IOException e) {
                assertThat(System.nanoTime()).as("no server: %s", e).isLessThan(giveUp);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
