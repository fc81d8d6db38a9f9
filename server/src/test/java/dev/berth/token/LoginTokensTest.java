package dev.berth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Caller;
import dev.berth.access.Directory.Standing;
import dev.berth.access.Principal;
import dev.berth.access.TokenScope;
import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestDirectory;
import dev.berth.testing.TestIdentity;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTokensTest {
    private static final AccountId ACCOUNT = new AccountId("000000000000");
    private static final Principal.User ADA =
            new Principal.User(ACCOUNT, "AIDAEXAMPLEEXAMPLE23", "/", "ada");

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final TestDirectory directory = new TestDirectory();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void liveAsLongAsTheSettingSays() {
        directory.allow(ADA);

        assertThat(lifetime(TokenConfig.DEFAULT)).isEqualTo(Duration.ofHours(12));
        assertThat(lifetime(new TokenConfig(Duration.ofHours(1)))).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource({
        "30m, PT30M",
        "' 2h ', PT2H",
        "7d, PT168H",
        "30d, PT168H",
        "1s, PT15M",
        "a while, PT15M",
        "'', PT15M",
    })
    void aTagOfThePrincipalSaysOtherwiseWithinBounds(String tag, Duration expected) {
        directory.put(
                ADA,
                new Standing(List.of(), Optional.empty(), Map.of(LoginTokens.LIFETIME_TAG, tag)));

        assertThat(lifetime(TokenConfig.DEFAULT)).isEqualTo(expected);
    }

    private Duration lifetime(TokenConfig config) {
        var caller =
                new Caller(
                        ADA,
                        null,
                        null,
                        new Registry(ACCOUNT, new Region("eu-west-1")),
                        new TokenScope.Full(),
                        InetAddress.getLoopbackAddress(),
                        false);
        var token =
                new LoginTokens(identity.tokens(), directory, identity.tokenNotes(), config)
                        .issue(caller);
        return Duration.between(clock.instant(), token.expiresAt());
    }
}
