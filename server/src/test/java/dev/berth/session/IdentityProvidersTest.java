package dev.berth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.session.oidc.RegisteredProviders;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityProvidersTest {
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, new FixedClock());
    private final RegisteredProviders providers = new IdentityProviders(identity.identities());

    @BeforeEach
    void createAProvider() {
        identity.change(change ->
                identity.providers()
                        .create(
                                change,
                                "https://sso.example/realms/Builds",
                                List.of("sts.amazonaws.com", "other"),
                                List.of(),
                                List.of()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void findsWhatTheAccountCreated() {
        assertThat(providers.find(TestIdentity.ACCOUNT, "https://sso.example/realms/Builds"))
                .contains(
                        new RegisteredProviders.Provider(
                                Arn.iam(
                                        TestIdentity.ACCOUNT,
                                        "oidc-provider/sso.example/realms/Builds"),
                                Set.of("sts.amazonaws.com", "other")));
    }

    @Test
    void findsNoOtherIssuerAndNothingForOthers() {
        for (String issuer :
                List.of(
                        "https://sso.example/realms/builds",
                        "https://sso.example/realms/Builds/",
                        "http://sso.example/realms/Builds",
                        "sso.example/realms/Builds",
                        "https://sso.example",
                        "")) {
            assertThat(providers.find(TestIdentity.ACCOUNT, issuer)).as(issuer).isEmpty();
        }
        assertThat(
                        providers.find(
                                new AccountId("999999999999"), "https://sso.example/realms/Builds"))
                .isEmpty();
    }
}
