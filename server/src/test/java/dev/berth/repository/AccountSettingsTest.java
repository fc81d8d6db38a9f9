package dev.berth.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIds;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountSettingsTest {
    private static final Registry HOME = registry("000000000000", "us-east-1");
    private static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", "request-1");

    private final TestDatabase database = new TestDatabase();
    private final AccountSettings settings = settings(true);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void mountsUntilSomebodySaysOtherwiseWhereThatIsTheDefault() {
        assertThat(settings.allowMounts(HOME)).isTrue();
        assertThat(settings(false).allowMounts(HOME)).isFalse();

        settings.set(HOME, AccountSetting.BLOB_MOUNTING, "DISABLED", ACTOR);
        assertThat(settings.allowMounts(HOME)).isFalse();

        settings.set(HOME, AccountSetting.BLOB_MOUNTING, "ENABLED", ACTOR);
        assertThat(settings(false).allowMounts(HOME)).isTrue();
    }

    @Test
    void belongToOneRegistry() {
        settings.set(HOME, AccountSetting.BLOB_MOUNTING, "DISABLED", ACTOR);

        assertThat(settings.allowMounts(registry("000000000000", "eu-west-1"))).isTrue();
        assertThat(settings.allowMounts(registry("111111111111", "us-east-1"))).isTrue();
    }

    @Test
    void tellOfChangesAlone() {
        settings.set(HOME, AccountSetting.REGISTRY_POLICY_SCOPE, "V1", ACTOR);
        settings.set(HOME, AccountSetting.REGISTRY_POLICY_SCOPE, "V1", ACTOR);
        settings.set(HOME, AccountSetting.REGISTRY_POLICY_SCOPE, "V2", ACTOR);

        assertThat(events())
                .hasSize(2)
                .allSatisfy(detail -> assertThat(detail).contains("REGISTRY_POLICY_SCOPE"));
        assertThat(events().getFirst()).contains("V1");
        assertThat(events().getLast()).contains("V2");
    }

    @Test
    void refuseAValueThatIsNone() {
        assertThatThrownBy(() -> settings.set(HOME, AccountSetting.BLOB_MOUNTING, "V2", ACTOR))
                .isInstanceOf(ProblemException.class);

        assertThat(settings.value(HOME, AccountSetting.BLOB_MOUNTING)).isEqualTo("ENABLED");
        assertThat(events()).isEmpty();
    }

    private AccountSettings settings(boolean mountsByDefault) {
        var outbox = new Outbox(new TestIds(), new FixedClock().clocks());
        return new AccountSettings(database, outbox, mountsByDefault);
    }

    private List<String> events() {
        return database.read(tx ->
                tx.sql()
                        .createQuery(
                                """
                                SELECT detail
                                  FROM outbox
                                 WHERE type = 'account-setting.changed'
                                 ORDER BY id
                                """)
                        .mapTo(String.class)
                        .list());
    }

    private static Registry registry(String account, String region) {
        return new Registry(new AccountId(account), new Region(region));
    }
}
