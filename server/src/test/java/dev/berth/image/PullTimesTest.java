package dev.berth.image;

import static dev.berth.image.ImageFixture.ACTIVE;
import static dev.berth.image.ImageFixture.ACTOR;
import static dev.berth.image.ImageFixture.REGISTRY;
import static dev.berth.image.ImageFixture.image;
import static dev.berth.image.ImageFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.db.Database;
import dev.berth.db.DatabaseException;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.Problem;
import dev.berth.repository.Quotas;
import dev.berth.runtime.Clocks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullTimesTest {
    private static final String ROOT = "arn:aws:iam::000000000000:root";
    private static final String ROLE = "arn:aws:iam::000000000000:role/ci/deployer";
    private static final String SESSION = "arn:aws:sts::000000000000:assumed-role/deployer/night";

    private final ImageFixture fixture = new ImageFixture();
    private final PullTimes pullTimes = new PullTimes(fixture.database, fixture.clock.clocks());
    private final PullTimeExclusions exclusions = exclusions(pullTimes, 3);
    private final Digest image = fixture.push(image("one"), "v1").digest();

    @AfterEach
    void close() {
        fixture.close();
    }

    private PullTimeExclusions exclusions(PullTimes of, int limit) {
        var ecr = Quotas.ofEcr();
        return new PullTimeExclusions(
                fixture.database,
                of,
                fixture.outbox,
                fixture.clock.clocks(),
                new Quotas(1, 1, 1, 1, 1, 1, ecr.layerParts(), limit));
    }

    private void pull(String principal) {
        pullTimes.note(fixture.repository(), image, principal);
    }

    private Optional<Instant> lastPulled() {
        return fixture.images
                .find(fixture.repository(), new Reference.ByDigest(image), ACTIVE)
                .map(found -> found.image().lastPulledAt());
    }

    @Test
    void writesWhatWasNotedTogether() {
        pull(ROOT);
        assertThat(lastPulled()).isEmpty();

        pullTimes.flush();

        assertThat(lastPulled()).contains(fixture.clock.instant());
    }

    @Test
    void theLastPullCountsWhoeverPulled() {
        pull(ROOT);
        fixture.clock.advance(Duration.ofHours(1));
        pull(SESSION);
        pullTimes.flush();

        assertThat(lastPulled()).contains(fixture.clock.instant());
    }

    @Test
    void writesNothingAgain() {
        pull(ROOT);
        pullTimes.flush();
        var first = lastPulled();
        fixture.clock.advance(Duration.ofHours(1));

        pullTimes.flush();

        assertThat(lastPulled()).isEqualTo(first);
    }

    @Test
    void leavesTheVersionOfTheRepositoryAndItsEvents() {
        long version = fixture.repository().version();
        pull(ROOT);
        pullTimes.flush();

        assertThat(fixture.repository().version()).isEqualTo(version);
        assertThat(fixture.events()).containsExactly("image.pushed");
    }

    @Test
    void anImagePushedAgainAfterItsDeletionWasNotPulled() {
        pull(ROOT);
        fixture.removal.remove(
                fixture.repository(), List.of(new ImageRemoval.Target.ByDigest(image)), ACTOR);
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.push(image("one"), "v1");

        pullTimes.flush();

        assertThat(lastPulled()).isEmpty();
    }

    @Test
    void manyPullersLoseNoImage() throws Exception {
        var images =
                IntStream.range(0, 450)
                        .mapToObj(i -> fixture.push(image("many " + i)).digest())
                        .toList();
        var repository = fixture.repository();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Digest digest : images) {
                threads.execute(() -> {
                    pullTimes.note(repository, digest, ROOT);
                    pullTimes.note(repository, digest, SESSION);
                });
                threads.execute(pullTimes::flush);
            }
        }
        pullTimes.flush();

        assertThat(fixture.images.describe(repository, TagStatus.UNTAGGED, ACTIVE, null, 1000))
                .hasSize(450)
                .allMatch(found -> found.image().lastPulledAt() != null);
    }

    @Test
    void keepsItsNotesWhenTheStoreFails() {
        var fails = new AtomicBoolean(true);
        var failing = new PullTimes(new FailingDatabase(fixture.database, fails), clocks());
        failing.note(fixture.repository(), image, ROOT);

        assertThatThrownBy(failing::flush).isInstanceOf(DatabaseException.class);
        fails.set(false);
        failing.flush();

        assertThat(lastPulled()).contains(fixture.clock.instant());
    }

    private Clocks clocks() {
        return fixture.clock.clocks();
    }

    @Test
    void pullsOfAnExcludedPrincipalDoNotCount() {
        exclusions.register(REGISTRY, new ExcludedPrincipal(ROLE), ACTOR);

        pull(SESSION);
        pullTimes.flush();
        assertThat(lastPulled()).isEmpty();

        pull(ROOT);
        pullTimes.flush();
        assertThat(lastPulled()).isPresent();
    }

    @Test
    void anExclusionHoldsForPullsAfterIt() {
        pull(SESSION);
        exclusions.register(REGISTRY, new ExcludedPrincipal(ROLE), ACTOR);
        var before = lastPulled();
        assertThat(before).isPresent();

        fixture.clock.advance(Duration.ofHours(1));
        pull(SESSION);
        exclusions.deregister(REGISTRY, new ExcludedPrincipal(ROLE), ACTOR);
        pullTimes.flush();

        assertThat(lastPulled()).isEqualTo(before);
    }

    @Test
    void anExclusionIsOfOneRegistry() {
        exclusions.register(
                new Registry(REGISTRY.account(), new Region("eu-west-1")),
                new ExcludedPrincipal(ROLE),
                ACTOR);

        pull(SESSION);
        pullTimes.flush();

        assertThat(lastPulled()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::000000000000:role/ci/deployer, true",
        "arn:aws:sts::000000000000:assumed-role/deployer/any, true",
        "arn:aws:sts::000000000000:assumed-role/deployer2/any, false",
        "arn:aws:sts::000000000000:assumed-role/deployer, false",
        "arn:aws:sts::000000000001:assumed-role/deployer/any, false",
        "arn:aws:sts::000000000000:federated-user/deployer/any, false",
        "arn:aws:iam::000000000000:user/deployer, false",
        "arn:aws:iam::000000000000:root, false",
        "no arn, false",
    })
    void anAssumedRoleCountsAsItsRole(String caller, boolean covered) {
        assertThat(new ExcludedPrincipal(ROLE).covers(caller)).isEqualTo(covered);
    }

    @Test
    void anExcludedUserIsNoRoleOfTheSameName() {
        var user = new ExcludedPrincipal("arn:aws:iam::000000000000:user/deployer");

        assertThat(user.covers("arn:aws:iam::000000000000:user/deployer")).isTrue();
        assertThat(user.covers(SESSION)).isFalse();
    }

    @Test
    void thereAreOnlySoManyAndEachOnce() {
        for (String name : List.of("a", "b", "c")) {
            exclusions.register(REGISTRY, role(name), ACTOR);
        }

        problem(
                () -> exclusions.register(REGISTRY, role("b"), ACTOR),
                ImageProblem.PullTimeExclusionExists.class);
        problem(() -> exclusions.register(REGISTRY, role("d"), ACTOR), Problem.QuotaExceeded.class);
        problem(
                () -> exclusions.deregister(REGISTRY, role("d"), ACTOR),
                ImageProblem.PullTimeExclusionUnknown.class);

        exclusions.deregister(REGISTRY, role("b"), ACTOR);
        exclusions.register(REGISTRY, role("d"), ACTOR);
        assertThat(exclusions.list(REGISTRY, role("a"), 10)).containsExactly(role("c"), role("d"));
    }

    private static ExcludedPrincipal role(String name) {
        return new ExcludedPrincipal("arn:aws:iam::000000000000:role/" + name);
    }

    /** Writes nothing while it is told to fail. */
    private record FailingDatabase(Database database, AtomicBoolean fails) implements Database {
        @Override
        public <T> T read(Function<Tx, T> work) {
            return database.read(work);
        }

        @Override
        public <T> T write(Function<Tx, T> work) {
            return database.write(work);
        }

        @Override
        public <T> T writeRelaxed(Function<Tx, T> work) {
            if (fails.get()) {
                throw new DatabaseException("failing on purpose", new IOException());
            }
            return database.writeRelaxed(work);
        }

        @Override
        public void close() {}
    }
}
