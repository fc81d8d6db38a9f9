package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.acceptance.StressClient.Place;
import dev.berth.acceptance.StressClient.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Collections every second, under clients that push, mount, delete, push again and pull the same
 * bytes, with a kill -9 in the middle: nothing that was confirmed is lost, and the garbage goes.
 */
class GcStressIT {
    private static final int CLIENTS = 6;
    private static final List<String> REPOSITORIES = List.of("gc/a", "gc/b", "gc/c");
    private static final int SHARED = 8;
    private static final int SHARED_SIZE = 60_000;
    private static final Duration TIME = Duration.ofSeconds(40);
    private static final Duration UNTIL_KILL = Duration.ofSeconds(18);
    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final int IN_DATABASE = 16 << 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void losesNothingAndCollectsTheGarbage(@TempDir Path folder) throws Exception {
        var settings =
                Map.of(
                        "BERTH_GC_EVERY",
                        "1s",
                        "BERTH_GC_GRACE",
                        "3s",
                        "BERTH_GC_DELAY",
                        "2s",
                        "BERTH_BLOBS_IN_DATABASE_UP_TO",
                        Integer.toString(IN_DATABASE));
        try (var berth = PackedBerth.start(folder, settings);
                var v2 = client(berth)) {
            var clients = clients(v2, new Random());

            run(berth, clients);

            var confirmed = places(clients, State.CONFIRMED);
            for (Place place : confirmed) {
                v2.verify(place.repository(), place.image().digest(), place.image());
            }
            for (Place place : places(clients, State.GONE)) {
                V2.expect(404, v2.get(StressClient.path(place)));
            }

            long before = bytes(berth);
            for (Place place : confirmed.subList(0, confirmed.size() / 2)) {
                V2.expect(202, v2.delete(StressClient.path(place)));
            }
            var rest = rest(v2, clients);
            awaitAge(berth);
            berth.restart(); // what the kill left without a fact is looked for at a start
            awaitFiles(berth, rest);
            assertThat(bytes(berth)).isLessThan(before);
            for (Place place : confirmed.subList(confirmed.size() / 2, confirmed.size())) {
                v2.verify(place.repository(), place.image().digest(), place.image());
            }
            assertThat(berth.output()).contains("garbage collected").doesNotContain("failed to");
        }
    }

    private static V2 client(PackedBerth berth) {
        try (var ecr = new Sdk(berth).ecr()) {
            REPOSITORIES.forEach(name -> ecr.createRepository(r -> r.repositoryName(name)));
            return new V2(berth.endpoint(), Sdk.login(ecr));
        }
    }

    private static List<StressClient> clients(V2 v2, Random random) {
        var shared =
                IntStream.range(0, SHARED)
                        .mapToObj(_ -> Content.layer(random, SHARED_SIZE))
                        .toList();
        return IntStream.range(0, CLIENTS)
                .mapToObj(number ->
                        new StressClient(number, v2, REPOSITORIES, shared, random.nextLong(), TIME))
                .toList();
    }

    private static void run(PackedBerth berth, List<StressClient> clients) throws Exception {
        try (var pool = Executors.newFixedThreadPool(CLIENTS)) {
            var running = new ArrayList<Future<?>>();
            clients.forEach(client -> running.add(pool.submit(client)));
            TimeUnit.NANOSECONDS.sleep(UNTIL_KILL.toNanos());
            berth.kill();
            berth.restart();
            for (Future<?> client : running) {
                client.get();
            }
        }
    }

    private static List<Place> places(List<StressClient> clients, State state) {
        return clients.stream()
                .flatMap(client -> client.places().entrySet().stream())
                .filter(entry -> entry.getValue() == state)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The blobs with files of all images that are still there, those of unknown end among them. */
    private static Set<String> rest(V2 v2, List<StressClient> clients) throws IOException {
        var rest = new TreeSet<String>();
        for (StressClient client : clients) {
            for (Place place : client.places().keySet()) {
                if (v2.head(StressClient.path(place)).statusCode() == 200) {
                    Stream.concat(
                                    Stream.of(place.image().config()),
                                    place.image().layers().stream())
                            .filter(blob -> blob.bytes().length > IN_DATABASE)
                            .forEach(blob -> rest.add(blob.digest()));
                }
            }
        }
        return rest;
    }

    /** Until no file is so young that it may belong to an upload under way. */
    private static void awaitAge(PackedBerth berth) throws Exception {
        var youngest =
                files(berth).keySet().stream()
                        .map(GcStressIT::modified)
                        .max(Instant::compareTo)
                        .orElse(Instant.EPOCH);
        while (Instant.now().isBefore(youngest.plus(DELAY).plusSeconds(1))) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void awaitFiles(PackedBerth berth, Set<String> digests) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!digests(berth).equals(digests) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(digests(berth)).isEqualTo(digests);
    }

    private static Set<String> digests(PackedBerth berth) throws IOException {
        var digests = new TreeSet<String>();
        files(berth).keySet().forEach(file -> digests.add("sha256:" + file.getFileName()));
        return digests;
    }

    private static long bytes(PackedBerth berth) throws IOException {
        return files(berth).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The files of blobs with their sizes. */
    private static Map<Path, Long> files(PackedBerth berth) throws IOException {
        var found = new HashMap<Path, Long>();
        Files.walkFileTree(
                berth.data().resolve("blobs"),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        found.put(file, attributes.size());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE; // collected since it was listed
                    }
                });
        return found;
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException _) {
            return Instant.EPOCH;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
