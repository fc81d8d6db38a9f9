package dev.berth.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import dev.berth.repository.Repositories.NewRepository;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepositoriesTest {
    private static final Registry REGISTRY =
            new Registry(new AccountId("000000000000"), new Region("us-east-1"));
    private static final Registry ELSEWHERE =
            new Registry(new AccountId("000000000000"), new Region("eu-west-1"));
    private static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", "request-1");
    private static final RepositoryName NAME = new RepositoryName("team/app");

    private final TestDatabase database = new TestDatabase();
    private final FixedClock clock = new FixedClock();
    private final Shelf shelf = new Shelf();
    private final Repositories repositories = repositories(Quotas.ofEcr());

    private Repositories repositories(Quotas quotas) {
        return new Repositories(
                database,
                new Outbox(new TestIds(), clock.clocks()),
                clock.clocks(),
                quotas,
                List.of(shelf));
    }

    /** Contents that hold images or do not. */
    private static final class Shelf implements RepositoryContents {
        private boolean full;
        private final List<Long> forgotten = new ArrayList<>();

        @Override
        public boolean holdsImages(Tx tx, long repositoryId) {
            return full;
        }

        @Override
        public void forget(Tx tx, long repositoryId) {
            forgotten.add(repositoryId);
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Repository create(String name) {
        return create(name, Map.of());
    }

    private Repository create(String name, Map<String, String> tags) {
        return repositories.create(
                REGISTRY,
                new NewRepository(new RepositoryName(name), TagMutability.MUTABLE, false, tags),
                ACTOR);
    }

    private static void assertProblem(Runnable call, Class<? extends Problem> type) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(type));
    }

    private List<String> events() {
        return database.read(tx ->
                tx.sql()
                        .createQuery("SELECT type FROM outbox ORDER BY id")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void findsWhatWasCreated() {
        Repository created =
                repositories.create(
                        REGISTRY,
                        new NewRepository(NAME, TagMutability.IMMUTABLE, true, Map.of("a", "b")),
                        ACTOR);

        assertThat(repositories.find(REGISTRY, NAME)).contains(created);
        assertThat(created.createdAt()).isEqualTo(clock.instant());
        assertThat(created.tagMutability()).isEqualTo(TagMutability.IMMUTABLE);
        assertThat(created.scanOnPush()).isTrue();
        assertThat(repositories.tags(created)).containsExactly(Map.entry("a", "b"));
        assertThat(events()).containsExactly("repository.created");
    }

    @Test
    void keepsRegistriesApart() {
        create(NAME.value());

        assertThat(repositories.find(ELSEWHERE, NAME)).isEmpty();
        assertProblem(
                () -> repositories.require(ELSEWHERE, NAME),
                RepositoryProblem.RepositoryUnknown.class);
        assertThat(repositories.list(ELSEWHERE, null, 10)).isEmpty();
    }

    @Test
    void refusesANameThatIsTaken() {
        Repository first = create(NAME.value());

        assertProblem(() -> create(NAME.value()), RepositoryProblem.RepositoryExists.class);
        assertThat(repositories.find(REGISTRY, NAME)).contains(first);
        assertThat(events()).containsExactly("repository.created");
    }

    @Test
    void findsARepositoryThatWasNotThereBefore() {
        assertThat(repositories.find(REGISTRY, NAME)).isEmpty();

        Repository created = create(NAME.value());

        assertThat(repositories.find(REGISTRY, NAME)).contains(created);
    }

    @Test
    void countsAgainstTheQuotaWhatIsThereNow() {
        var small = repositories(new Quotas(2, 1, 1, 1, 1, 1, Quotas.ofEcr().layerParts(), 1));
        small.create(REGISTRY, plain("a1"), ACTOR);
        small.create(REGISTRY, plain("a2"), ACTOR);

        assertProblem(
                () -> small.create(REGISTRY, plain("a3"), ACTOR), Problem.QuotaExceeded.class);

        small.create(ELSEWHERE, plain("a3"), ACTOR);
        small.delete(REGISTRY, new RepositoryName("a1"), false, ACTOR);
        small.create(REGISTRY, plain("a3"), ACTOR);
        assertThat(small.list(REGISTRY, null, 10))
                .extracting(r -> r.name().value())
                .containsExactly("a2", "a3");
    }

    private static NewRepository plain(String name) {
        return new NewRepository(new RepositoryName(name), TagMutability.MUTABLE, false, Map.of());
    }

    @Test
    void neverGivesAnIdTwice() {
        long first = create(NAME.value()).id();
        repositories.delete(REGISTRY, NAME, false, ACTOR);

        long second = create(NAME.value()).id();

        assertThat(second).isGreaterThan(first);
    }

    @Test
    void pagesByNameInTheOrderOfBytes() {
        List.of("b", "a", "a-z", "a/b", "a.c", "a0", "ab").stream()
                .map(name -> name + "/x")
                .forEach(this::create);

        var all = new ArrayList<String>();
        RepositoryName after = null;
        for (List<Repository> page = repositories.list(REGISTRY, after, 2);
                !page.isEmpty();
                page = repositories.list(REGISTRY, after, 2)) {
            page.forEach(r -> all.add(r.name().value()));
            after = page.getLast().name();
        }

        assertThat(all).hasSize(7).isSorted();
    }

    @Test
    void deletesWithEverythingThatBelongsToIt() {
        Repository created = create(NAME.value(), Map.of("a", "b"));
        repositories.require(REGISTRY, NAME);

        repositories.delete(REGISTRY, NAME, false, ACTOR);

        assertThat(repositories.find(REGISTRY, NAME)).isEmpty();
        assertThat(shelf.forgotten).containsExactly(created.id());
        assertThat(events()).containsExactly("repository.created", "repository.deleted");
        assertProblem(
                () -> repositories.delete(REGISTRY, NAME, true, ACTOR),
                RepositoryProblem.RepositoryUnknown.class);
    }

    @Test
    void deletesImagesOnlyByForce() {
        create(NAME.value());
        shelf.full = true;

        assertProblem(
                () -> repositories.delete(REGISTRY, NAME, false, ACTOR),
                RepositoryProblem.RepositoryNotEmpty.class);
        assertThat(shelf.forgotten).isEmpty();
        assertThat(repositories.find(REGISTRY, NAME)).isPresent();

        repositories.delete(REGISTRY, NAME, true, ACTOR);
        assertThat(repositories.find(REGISTRY, NAME)).isEmpty();
    }

    @Test
    void changesSettingsAndTellsOfItOnce() {
        create(NAME.value());
        repositories.require(REGISTRY, NAME);

        repositories.changeTagMutability(REGISTRY, NAME, TagMutability.IMMUTABLE, ACTOR);
        repositories.changeTagMutability(REGISTRY, NAME, TagMutability.IMMUTABLE, ACTOR);
        repositories.changeScanOnPush(REGISTRY, NAME, true, ACTOR);

        Repository now = repositories.require(REGISTRY, NAME);
        assertThat(now.tagMutability()).isEqualTo(TagMutability.IMMUTABLE);
        assertThat(now.scanOnPush()).isTrue();
        assertThat(events())
                .containsExactly("repository.created", "repository.changed", "repository.changed");
    }

    @Test
    void everyChangeGivesTheVersionAStep() {
        long before = create(NAME.value()).version();

        long inside = repositories.change(REGISTRY, NAME, (_, locked) -> locked.version());

        assertThat(inside).isGreaterThan(before);
        assertThat(repositories.require(REGISTRY, NAME).version()).isEqualTo(inside);
    }

    @Test
    void remembersWhatAChangeLocked() throws Exception {
        create(NAME.value());
        long inside = repositories.change(REGISTRY, NAME, (_, locked) -> locked.version());

        var found = new FutureTask<>(() -> repositories.find(REGISTRY, NAME));
        new LoopThread(found).start();

        assertThat(found.get(60, TimeUnit.SECONDS))
                .hasValueSatisfying(
                        repository -> assertThat(repository.version()).isEqualTo(inside));
    }

    @Test
    void doesNotRememberWhatWasDeleted() {
        create(NAME.value());
        repositories.require(REGISTRY, NAME);

        repositories.delete(REGISTRY, NAME, false, ACTOR);

        assertThat(repositories.find(REGISTRY, NAME)).isEmpty();
    }

    private static final class LoopThread extends Thread implements MemoryOnlyThread {
        LoopThread(Runnable work) {
            super(work);
        }
    }

    @Test
    void aChangeThatFailsLeavesTheVersion() {
        Repository before = create(NAME.value());

        assertThatThrownBy(() ->
                        repositories.change(
                                REGISTRY,
                                NAME,
                                (_, _) -> {
                                    throw new IllegalStateException("no");
                                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(repositories.require(REGISTRY, NAME)).isEqualTo(before);
    }

    @Test
    void addsOverwritesAndRemovesResourceTags() {
        Repository repository = create(NAME.value(), Map.of("a", "1", "b", "2"));

        repositories.tag(REGISTRY, NAME, Map.of("b", "3", "c", ""), ACTOR);
        repositories.untag(REGISTRY, NAME, Set.of("a", "unknown"), ACTOR);

        assertThat(repositories.tags(repository)).isEqualTo(Map.of("b", "3", "c", ""));
        repositories.untag(REGISTRY, NAME, Set.of("a"), ACTOR);
        assertThat(events())
                .containsExactly("repository.created", "repository.changed", "repository.changed");
    }

    @Test
    void refusesResourceTagsThatMayNotBe() {
        create(NAME.value());

        for (var bad :
                List.of(
                        Map.of("", "x"),
                        Map.of("k".repeat(129), "x"),
                        Map.of("aws:x", "x"),
                        Map.of("AWS:x", "x"),
                        Map.of("k", "v".repeat(257)))) {
            assertProblem(
                    () -> repositories.tag(REGISTRY, NAME, bad, ACTOR),
                    RepositoryProblem.InvalidResourceTag.class);
            assertProblem(() -> create("another", bad), RepositoryProblem.InvalidResourceTag.class);
        }
        repositories.tag(REGISTRY, NAME, Map.of("k".repeat(128), "v".repeat(256)), ACTOR);
    }

    @Test
    void refusesMoreResourceTagsThanMayBe() {
        var fifty = new HashMap<String, String>();
        IntStream.range(0, 50).forEach(i -> fifty.put("k" + i, "v"));
        Repository repository = create(NAME.value(), fifty);

        assertProblem(
                () -> repositories.tag(REGISTRY, NAME, Map.of("one more", "v"), ACTOR),
                RepositoryProblem.TooManyResourceTags.class);
        repositories.tag(REGISTRY, NAME, Map.of("k0", "other"), ACTOR);

        fifty.put("one more", "v");
        assertProblem(() -> create("another", fifty), RepositoryProblem.TooManyResourceTags.class);
        assertThat(repositories.tags(repository)).hasSize(50).containsEntry("k0", "other");
    }

    @Test
    void readersNeverSeeAnOldVersionAfterItsChangeReturned() throws Exception {
        create(NAME.value());
        var failures = new ArrayList<String>();
        var readers = new ArrayList<Thread>();
        var confirmed = new java.util.concurrent.atomic.AtomicLong();
        var stop = new java.util.concurrent.atomic.AtomicBoolean();
        for (int i = 0; i < 4; i++) {
            readers.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!stop.get()) {
                                    long least = confirmed.get();
                                    long seen = repositories.require(REGISTRY, NAME).version();
                                    if (seen < least) {
                                        synchronized (failures) {
                                            failures.add(seen + " after " + least);
                                        }
                                    }
                                }
                            }));
        }

        for (int i = 0; i < 300; i++) {
            confirmed.set(repositories.change(REGISTRY, NAME, (_, locked) -> locked.version()));
        }
        stop.set(true);
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(failures).isEmpty();
        assertThat(confirmed.get()).isGreaterThan(300);
    }

    @Test
    void clocksDateWhatIsCreated() {
        clock.advance(Duration.ofDays(3));

        assertThat(create(NAME.value()).createdAt()).isEqualTo(clock.instant());
    }
}
