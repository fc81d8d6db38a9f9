package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.AccountId;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessKeysTest {
    private static final AccountId ACCOUNT = new AccountId("000000000000");

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final AccessKeys keys = identity.accessKeys();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesKeysOfTheFormOfAws() {
        AccessKey key = keys.create(ACCOUNT);

        assertThat(key.id()).matches("AKIA[A-Z2-7]{16}");
        assertThat(key.secret()).matches("[A-Za-z0-9+/]{40}");
        assertThat(keys.create(ACCOUNT)).isNotEqualTo(key);
    }

    @Test
    void findsWhatItMade() {
        AccessKey key = keys.create(ACCOUNT);

        assertThat(keys.find(key.id())).contains(key);
        assertThat(restarted().find(key.id())).contains(key);
    }

    @Test
    void doesNotFindOthers() {
        assertThat(keys.find("AKIAIOSFODNN7EXAMPLE")).isEmpty();
        assertThat(keys.find(identity.key().id().toLowerCase(java.util.Locale.ROOT))).isEmpty();
    }

    @Test
    void findsAKeyThatWasLookedForTooEarly() {
        assertThat(keys.find(ExampleKey.ID)).isEmpty();

        ExampleKey.store(database, identity.rootKey(), clock);

        assertThat(keys.find(ExampleKey.ID)).isPresent();
    }

    @Test
    void forgetsADeactivatedKey() {
        AccessKey key = keys.create(ACCOUNT);
        assertThat(keys.find(key.id())).isPresent();

        assertThat(keys.deactivate(key.id())).isTrue();

        assertThat(keys.find(key.id())).isEmpty();
        assertThat(restarted().find(key.id())).isEmpty();
        assertThat(keys.deactivate(key.id())).isFalse();
    }

    @Test
    void storesNoSecretInTheClear() {
        AccessKey key = keys.create(ACCOUNT);

        byte[] stored =
                database.read(tx -> new AccessKeyStore().findActive(tx.sql(), key.id()))
                        .orElseThrow()
                        .secret()
                        .bytes();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(key.secret());
        assertThat(key.toString()).doesNotContain(key.secret());
    }

    @Test
    void theFirstStartMakesOneKeyAndLaterOnesFindIt() {
        var accounts = new Accounts(database, clock);
        var other = new AccountId("111111111111");
        var firstStart = new FirstStart(database, accounts, keys);
        assertThat(accounts.exists(other)).isFalse();

        FirstStart.RootAccessKey first = firstStart.ensureRootAccessKey(other);
        FirstStart.RootAccessKey second = firstStart.ensureRootAccessKey(other);

        assertThat(first.created()).isTrue();
        assertThat(first.key().account()).isEqualTo(other);
        assertThat(second).isEqualTo(new FirstStart.RootAccessKey(first.key(), false));
        assertThat(accounts.exists(other)).isTrue();
    }

    @Test
    void anAccountIsMadeOnce() {
        var accounts = new Accounts(database, clock);

        assertThat(accounts.create(new AccountId("222222222222"))).isTrue();
        assertThat(accounts.create(new AccountId("222222222222"))).isFalse();
        assertThat(accounts.exists(new AccountId("222222222222"))).isTrue();
        assertThat(accounts.exists(new AccountId("333333333333"))).isFalse();
    }

    private AccessKeys restarted() {
        return new AccessKeys(database, identity.rootKey(), clock, new SecureRandom());
    }
}
