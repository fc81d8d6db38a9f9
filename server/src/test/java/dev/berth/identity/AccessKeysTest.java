package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.AccessKey;
import dev.berth.access.Directory;
import dev.berth.aws.AccountId;
import dev.berth.problem.IdentityFault;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessKeysTest {
    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final AccessKeys keys = identity.accessKeys();
    private final User user =
            identity.change(change -> identity.users().create(change, "/", "ann", null, List.of()));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesKeysOfTheFormOfAws() {
        AccessKey key = create(user);

        assertThat(key.id()).matches("AKIA[A-Z2-7]{16}");
        assertThat(key.secret()).matches("[A-Za-z0-9+/]{40}");
        assertThat(create(user)).isNotEqualTo(key);
    }

    @Test
    void findsWhatItMade() {
        AccessKey key = create(user);
        AccessKey ofRoot = create(null);

        assertThat(identity.identities().key(key.id()))
                .contains(new Directory.KeyHolder(key, user.principal()));
        assertThat(identity.identities().key(ofRoot.id()).orElseThrow().principal().name())
                .isEqualTo("arn:aws:iam::000000000000:root");
        assertThat(restarted().key(key.id())).isEqualTo(identity.identities().key(key.id()));
    }

    @Test
    void doesNotFindOthers() {
        assertThat(identity.identities().key("AKIAIOSFODNN7EXAMPLE")).isEmpty();
        assertThat(identity.identities().key(identity.key().id().toLowerCase(Locale.ROOT)))
                .isEmpty();
    }

    @Test
    void forgetsADeactivatedKeyUntilItIsActiveAgain() {
        AccessKey key = create(user);
        assertThat(identity.identities().key(key.id())).isPresent();

        setActive(key, false);

        assertThat(identity.identities().key(key.id())).isEmpty();
        assertThat(restarted().key(key.id())).isEmpty();

        setActive(key, true);

        assertThat(identity.identities().key(key.id()).orElseThrow().key()).isEqualTo(key);
    }

    @Test
    void forgetsADeletedKey() {
        AccessKey key = create(user);

        identity.change(change -> {
            keys.delete(change, user, key.id());
            return true;
        });

        assertThat(identity.identities().key(key.id())).isEmpty();
        assertThat(identity.identities().account(TestIdentity.ACCOUNT).keysOf(user)).isEmpty();
    }

    @Test
    void aUserHasTwoKeysAtMost() {
        create(user);
        setActive(create(user), false);

        IdentityRefusals.assertRefused(
                () -> create(user),
                IdentityFault.LIMIT_EXCEEDED,
                "Cannot exceed quota for AccessKeysPerUser: 2");
    }

    @Test
    void aKeyIsChangedOnlyAsThatOfItsUser() {
        AccessKey key = create(user);

        IdentityRefusals.assertRefused(
                () ->
                        identity.change(change -> {
                            keys.setActive(change, null, key.id(), false);
                            return true;
                        }),
                IdentityFault.NO_SUCH_ENTITY,
                "The Access Key with id %s cannot be found.".formatted(key.id()));
        assertThat(identity.identities().key(key.id())).isPresent();
    }

    @Test
    void storesNoSecretInTheClear() {
        AccessKey key = create(user);

        byte[] stored =
                database.read(tx -> new AccessKeyStore().find(tx.sql(), key.id()))
                        .orElseThrow()
                        .secret()
                        .bytes();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(key.secret());
        assertThat(key.toString()).doesNotContain(key.secret());
    }

    @Test
    void theFirstStartMakesOneKeyAndLaterOnesFindIt() {
        var other = new AccountId("111111111111");
        var firstStart =
                new FirstStart(
                        identity.accounts(), identity.changes(), identity.identities(), keys);
        assertThat(identity.identities().exists(other)).isFalse();

        FirstStart.RootAccessKey first = firstStart.ensureRootAccessKey(other).orElseThrow();
        FirstStart.RootAccessKey second = firstStart.ensureRootAccessKey(other).orElseThrow();

        assertThat(first.created()).isTrue();
        assertThat(first.key().account()).isEqualTo(other);
        assertThat(second).isEqualTo(new FirstStart.RootAccessKey(first.key(), false));
        assertThat(identity.identities().exists(other)).isTrue();

        identity.changes()
                .<Boolean>change(
                        other,
                        TestIdentity.ACTOR,
                        change -> {
                            keys.setActive(change, null, first.key().id(), false);
                            return true;
                        });
        assertThat(firstStart.ensureRootAccessKey(other))
                .as("what somebody deactivated stays so")
                .isEmpty();
    }

    @Test
    void anAccountIsMadeOnce() {
        var account = new AccountId("222222222222");

        assertThat(identity.accounts().create(account)).isTrue();
        assertThat(identity.accounts().create(account)).isFalse();
        assertThat(identity.identities().exists(account)).isTrue();
        assertThat(identity.identities().exists(new AccountId("333333333333"))).isFalse();
    }

    private AccessKey create(@Nullable User user) {
        return identity.change(change -> keys.create(change, user));
    }

    private void setActive(AccessKey key, boolean active) {
        identity.change(change -> {
            keys.setActive(change, user, key.id(), active);
            return true;
        });
    }

    private Identities restarted() {
        var identities = new Identities(database, clock, identity.awsPolicies(), keys);
        identities.refresh();
        return identities;
    }
}
