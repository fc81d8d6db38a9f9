package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Directory;
import dev.berth.aws.Arn;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes that come at once, on two servers with one database. */
class IdentityRaceTest {
    private static final IdentityQuotas FEW = new IdentityQuotas(3, 9, 9, 9, 9, 9, 9, 2);
    private static final Arn READ_ONLY =
            new Arn("aws", "iam", "", "aws", "policy/AmazonEC2ContainerRegistryReadOnly");

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity here = new TestIdentity(database, clock, FEW);
    private final TestIdentity there = new TestIdentity(database, clock, FEW, here.rootKey());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoWasToldOfAChangeIsDecidedByIt() throws Exception {
        User ann = create(here, "ann");
        User bob = create(here, "bob");
        User eve = create(there, "eve");
        here.identities().refresh();
        there.identities().refresh();
        var done = new AtomicBoolean();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> refreshing =
                    threads.submit(() -> {
                        while (!done.get()) {
                            here.identities().refresh();
                            there.identities().refresh();
                        }
                    });
            List<Future<Boolean>> changing =
                    List.of(
                            threads.submit(() -> seesItsChanges(here, ann)),
                            threads.submit(() -> seesItsChanges(here, bob)),
                            threads.submit(() -> seesItsChanges(there, eve)));
            for (Future<Boolean> one : changing) {
                assertThat(one.get()).isTrue();
            }
            done.set(true);
            refreshing.get();
        }

        here.identities().refresh();
        there.identities().refresh();
        assertThat(here.identities().account(TestIdentity.ACCOUNT).users())
                .containsExactlyElementsOf(
                        there.identities().account(TestIdentity.ACCOUNT).users());
    }

    private static boolean seesItsChanges(TestIdentity node, User user) {
        for (int i = 0; i < 25; i++) {
            boolean attach = i % 2 == 0;
            node.change(change -> {
                if (attach) {
                    node.held().attach(change, user.owner(), READ_ONLY);
                } else {
                    node.held().detach(change, user.owner(), READ_ONLY);
                }
                return true;
            });
            int policies =
                    node.identities()
                            .standing(user.principal())
                            .map(Directory.Standing::policies)
                            .orElseThrow()
                            .size();
            if (policies != (attach ? 1 : 0)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void quotasHoldHoweverManyComeAtOnce() throws Exception {
        List<Callable<User>> creations = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "user-" + i;
            TestIdentity node = i % 2 == 0 ? here : there;
            creations.add(() -> create(node, name));
        }

        assertThat(succeeded(creations, IdentityFault.LIMIT_EXCEEDED)).isEqualTo(3);

        User user =
                here.identities().account(TestIdentity.ACCOUNT).users().stream()
                        .findFirst()
                        .orElseThrow();
        Callable<String> key =
                () -> here.change(change -> here.accessKeys().create(change, user)).id();
        assertThat(succeeded(List.of(key, key, key, key), IdentityFault.LIMIT_EXCEEDED))
                .isEqualTo(2);
    }

    @Test
    void ofManyWhoMakeTheSameUserOneDoes() throws Exception {
        List<Callable<User>> creations =
                List.of(
                        () -> create(here, "ann"),
                        () -> create(there, "Ann"),
                        () -> create(here, "ANN"),
                        () -> create(there, "ann"));

        assertThat(succeeded(creations, IdentityFault.ENTITY_ALREADY_EXISTS)).isEqualTo(1);
    }

    /** How many; the others are refused for this reason. */
    private static <T> int succeeded(List<Callable<T>> calls, IdentityFault fault)
            throws InterruptedException {
        int succeeded = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> result : threads.invokeAll(calls)) {
                try {
                    result.get();
                    succeeded++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    ProblemException.class,
                                    refusal ->
                                            assertThat(
                                                            ((AccessProblem.Identity)
                                                                            refusal.problem())
                                                                    .fault())
                                                    .isEqualTo(fault));
                }
            }
        }
        return succeeded;
    }

    private static User create(TestIdentity node, String name) {
        return node.change(change -> node.users().create(change, "/", name, null, List.of()));
    }
}
