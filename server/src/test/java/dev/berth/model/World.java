package dev.berth.model;

import dev.berth.boot.FeatureSettings;
import dev.berth.collect.CollectionConfig;
import dev.berth.image.ImagesConfig;
import dev.berth.layer.Mounts;
import dev.berth.repository.Quotas;
import dev.berth.testing.FixedClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * berth and the model side by side. Steps name repositories, tags, uploads and images by numbers,
 * which mean something whatever happened before.
 */
final class World implements AutoCloseable {
    /** Time passes in even steps, and settings are odd: nothing is ever exactly due. */
    private static final Duration MOMENT = Duration.ofMillis(2);

    static final Duration UPLOADS_EXPIRE_AFTER = Duration.ofHours(24).plusMillis(1);

    static final Duration GRACE = Duration.ofHours(1).plusMillis(1);
    static final Duration DELAY = Duration.ofMinutes(10).plusMillis(1);

    static final Duration ACTIVATION = Duration.ofMinutes(1).plusMillis(1);

    private static final List<String> NAMES = List.of("app", "app/b", "team/app_1.x");
    private static final int SMALL_BLOBS = 100;
    private static final List<String> TAGS = List.of("latest", "v1", "v1.2", "release-1", "_keep");

    private final FixedClock clock = new FixedClock();
    private final Server server =
            new Server(
                    new FeatureSettings(
                            Quotas.ofEcr(),
                            UPLOADS_EXPIRE_AFTER,
                            SMALL_BLOBS,
                            Duration.ofDays(7),
                            Mounts.Rule.OCI,
                            new CollectionConfig(Duration.ofMinutes(10), GRACE, DELAY),
                            new ImagesConfig(Duration.ofSeconds(5), ACTIVATION)),
                    clock);
    private final Model model = new Model();
    private final Check check = new Check(this);

    void take(Step step) {
        step.take(this);
        pass(MOMENT);
    }

    /** The last look: at all there is, and then at what is left of it when all else went. */
    void finish() {
        check.everything();
        take(new TimeSteps.Settle());
        check.everything();
        check.facts();
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    Server server() {
        return server;
    }

    Model model() {
        return model;
    }

    Check check() {
        return check;
    }

    long now() {
        return clock.instant().toEpochMilli();
    }

    static String name(int number) {
        return NAMES.get(number % NAMES.size());
    }

    Optional<ModelRepository> repository(int number) {
        return model.find(name(number));
    }

    static String tag(int number) {
        return TAGS.get(number % TAGS.size());
    }

    static List<String> tags() {
        return TAGS;
    }

    /** A late one, under way or ended. */
    Optional<Model.Upload> upload(int number) {
        return late(model.uploads(), number, 4);
    }

    /** Something that was pushed before: to the repository and still there, or anywhere. */
    Optional<Manifest> manifest(int repository, int number) {
        var images =
                repository(repository).stream()
                        .flatMap(found -> found.images().stream())
                        .map(ModelRepository.Image::manifest)
                        .toList();
        return number % 4 == 0 || images.isEmpty()
                ? late(model.pushed(), number / 4, 30)
                : late(images, number / 4, 30);
    }

    private static <T> Optional<T> late(List<T> all, int number, int of) {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1 - number % Math.min(all.size(), of)));
    }

    @Override
    public void close() {
        server.close();
    }
}
