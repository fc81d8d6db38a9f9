package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.access.AccessKey;
import dev.berth.access.Directory.Standing;
import dev.berth.access.Principal;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicySource;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
    private static final AccountId ACCOUNT = TestIdentity.ACCOUNT;
    private static final Arn PULL_ONLY =
            new Arn("aws", "iam", "", "aws", "policy/AmazonEC2ContainerRegistryPullOnly");
    private static final Arn READ_ONLY =
            new Arn("aws", "iam", "", "aws", "policy/AmazonEC2ContainerRegistryReadOnly");
    private static final String POLICY =
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:*","Resource":"*"}}\
            """;

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final Identities here = identity.identities();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aUserMayWhatItsOwnPoliciesAndThoseOfItsGroupsSay() {
        User user = create("ann");
        identity.change(change -> {
            Group group = identity.groups().create(change, "/", "devs");
            identity.groups().addUser(change, "devs", "ann");
            identity.held().putInline(change, user.owner(), "own", POLICY);
            identity.held().attach(change, user.owner(), PULL_ONLY);
            identity.held().putInline(change, group.owner(), "ours", POLICY);
            identity.held().attach(change, group.owner(), READ_ONLY);
            identity.held().tag(change, user.owner(), List.of(new Tag("team", "a")));
            return true;
        });

        Standing standing = here.standing(user.principal()).orElseThrow();

        assertThat(standing.policies())
                .extracting(NamedPolicy::name)
                .containsExactlyInAnyOrder(
                        "user/ann/own",
                        PULL_ONLY.toString(),
                        "group/devs/ours",
                        READ_ONLY.toString());
        assertThat(standing.policies())
                .extracting(NamedPolicy::source)
                .containsOnly(PolicySource.IDENTITY);
        assertThat(standing.boundary()).isEmpty();
        assertThat(standing.tags()).containsExactly(Map.entry("team", "a"));
    }

    @Test
    void aBoundaryIsNoPolicyAmongOthers() {
        User user = create("ann");
        identity.change(change -> {
            identity.held().setBoundary(change, user.owner(), PULL_ONLY);
            return true;
        });

        Standing standing = here.standing(user.principal()).orElseThrow();

        assertThat(standing.policies()).isEmpty();
        assertThat(standing.boundary().orElseThrow().name()).isEqualTo(PULL_ONLY.toString());
        assertThat(standing.boundary().orElseThrow().source()).isEqualTo(PolicySource.BOUNDARY);
    }

    @Test
    void aDeletedUserIsGoneAndItsNamesakeIsAnother() {
        User user = create("ann");
        assertThat(here.idOf(user.arn())).contains(user.id());
        assertThat(here.arnOf(user.id())).contains(user.arn());

        identity.change(change -> {
            identity.users().delete(change, "ann");
            return true;
        });

        assertThat(here.standing(user.principal())).isEmpty();
        assertThat(here.idOf(user.arn())).isEmpty();
        assertThat(here.arnOf(user.id())).isEmpty();

        User namesake = create("ann");

        assertThat(here.idOf(user.arn())).contains(namesake.id()).isNotEqualTo(user.id());
        assertThat(here.standing(user.principal())).isEmpty();
        assertThat(here.standing(namesake.principal())).isPresent();
    }

    @Test
    void aRenamedUserStaysTheSame() {
        User user = create("ann");

        identity.change(change -> {
            identity.users().update(change, "ann", "Anna", "/staff/");
            return true;
        });

        assertThat(here.arnOf(user.id()).orElseThrow())
                .hasToString("arn:aws:iam::000000000000:user/staff/Anna");
        assertThat(here.idOf(user.arn())).isEmpty();
        assertThat(here.standing(user.principal())).isPresent();
    }

    @Test
    void aDisabledRootNeitherSignsNorStands() {
        var root = new Principal.Root(ACCOUNT);
        assertThat(here.standing(root)).isPresent();

        identity.change(change -> {
            identity.accounts().setRootDisabled(change, true);
            return true;
        });

        assertThat(here.standing(root)).isEmpty();
        assertThat(here.key(identity.key().id())).isEmpty();
    }

    @Test
    void aFederatedUserStandsWithItsIssuer() {
        User user = create("ann");
        var federated = new Principal.FederatedUser(ACCOUNT, "bob", user.principal());
        assertThat(here.standing(federated)).isPresent();

        identity.change(change -> {
            identity.users().delete(change, "ann");
            return true;
        });

        assertThat(here.standing(federated)).isEmpty();
    }

    @Test
    void strangersHaveNoStanding() {
        assertThat(here.standing(new Principal.Anonymous())).isEmpty();
        assertThat(here.standing(new Principal.Root(new AccountId("111111111111")))).isEmpty();
        assertThat(here.idOf(Arn.iam(ACCOUNT, "user/nobody"))).isEmpty();
        assertThat(here.role(Arn.iam(ACCOUNT, "role/none"))).isEmpty();
        assertThat(here.managedPolicy(Arn.iam(ACCOUNT, "policy/none"))).isEmpty();
        assertThat(here.tags(Arn.iam(ACCOUNT, "user/nobody"))).isEmpty();
    }

    @Test
    void conditionsSeeTheTagsOfAProvider() {
        OidcProvider provider =
                identity.change(change ->
                        identity.providers()
                                .create(
                                        change,
                                        "https://ci.example/x",
                                        List.of(),
                                        List.of(),
                                        List.of(new Tag("team", "a"))));

        assertThat(here.tags(provider.arn())).containsExactly(Map.entry("team", "a"));
        assertThat(here.tags(Arn.iam(ACCOUNT, "oidc-provider/ci.example"))).isEmpty();
    }

    @Test
    void theNextDecisionKnowsOfAChange() {
        User user = create("ann");

        for (int i = 0; i < 20; i++) {
            boolean attach = i % 2 == 0;
            identity.change(change -> {
                if (attach) {
                    identity.held().attach(change, user.owner(), PULL_ONLY);
                } else {
                    identity.held().detach(change, user.owner(), PULL_ONLY);
                }
                return true;
            });

            assertThat(here.standing(user.principal()).orElseThrow().policies())
                    .hasSize(attach ? 1 : 0);
        }
    }

    @Test
    void aChangeThatFailsIsNotSeenInAnyPart() {
        User user = create("ann");

        assertThatThrownBy(() ->
                        identity.change(change -> {
                            identity.held().attach(change, user.owner(), PULL_ONLY);
                            identity.users().delete(change, "ann");
                            return true;
                        }))
                .isInstanceOf(ProblemException.class);

        assertThat(here.standing(user.principal()).orElseThrow().policies()).isEmpty();
        here.refresh();
        assertThat(here.standing(user.principal()).orElseThrow().policies()).isEmpty();
    }

    @Test
    void seesWhatAnotherServerChangedOnceItRefreshes() {
        var there = another();
        there.refresh();
        User user = create("ann");
        AccessKey key = identity.change(change -> identity.accessKeys().create(change, user));
        var account = new AccountId("111111111111");
        identity.accounts().create(account);
        assertThat(there.key(key.id())).isEmpty();

        there.refresh();

        assertThat(there.key(key.id())).isEqualTo(here.key(key.id()));
        assertThat(there.standing(user.principal())).isPresent();
        assertThat(there.exists(account)).isTrue();

        identity.change(change -> {
            identity.accessKeys().delete(change, user, key.id());
            return true;
        });
        there.refresh();

        assertThat(there.key(key.id())).isEmpty();
    }

    @Test
    void letsNobodyInOnOldKnowledge() {
        var there = another();
        assertStale(there);

        there.refresh();
        assertThat(there.key(identity.key().id())).isPresent();

        clock.advance(Duration.ofSeconds(30));
        assertThat(there.key(identity.key().id())).isPresent();

        clock.advance(Duration.ofMillis(1));
        assertStale(there);

        there.refresh();
        assertThat(there.key(identity.key().id())).isPresent();
    }

    @Test
    void aClockThatWasSetBackMakesNothingNew() {
        var there = another();
        there.refresh();

        clock.advance(Duration.ofHours(-1));

        assertStale(there);
    }

    @Test
    void renewingOneAccountIsNoRefresh() {
        var there = another();
        there.refresh();
        clock.advance(Duration.ofMinutes(1));

        there.renew(ACCOUNT, 0);

        assertStale(there);
    }

    private void assertStale(Identities identities) {
        var root = new Principal.Root(ACCOUNT);
        var arn = Arn.iam(ACCOUNT, "role/any");
        List<Runnable> lookups =
                List.of(
                        () -> identities.key(identity.key().id()),
                        () -> identities.standing(root),
                        () -> identities.managedPolicy(PULL_ONLY),
                        () -> identities.role(arn),
                        () -> identities.idOf(arn),
                        () -> identities.arnOf("AIDAAAAAAAAAAAAAAAAAA"),
                        () -> identities.tags(arn),
                        () -> identities.account(ACCOUNT),
                        () -> identities.exists(ACCOUNT));
        for (Runnable lookup : lookups) {
            assertThatThrownBy(lookup::run)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e ->
                                    assertThat(e.problem())
                                            .isEqualTo(new AccessProblem.IdentitiesStale()));
        }
    }

    private User create(String name) {
        return identity.change(
                change -> identity.users().create(change, "/", name, null, List.of()));
    }

    /** Another server on the same database. */
    private Identities another() {
        return new Identities(database, clock, identity.awsPolicies(), identity.accessKeys());
    }
}
