package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.problem.AccessProblem;
import dev.berth.problem.Problem;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a token gives back, and what is none. */
class HmacRegistryTokensTest extends RegistryTokenFixture {
    private static final AccessKey KEY =
            new AccessKey("AKIAIOSFODNN7EXAMPLE", REGISTRY.account(), "secret");

    @Test
    void givesBackWhoAskedForTheToken() {
        String token = login();

        assertThat(tokens.verify(token, ADDRESS, true))
                .isEqualTo(
                        new Caller(
                                ROOT.principal(),
                                null,
                                null,
                                REGISTRY,
                                new TokenScope.Full(),
                                ADDRESS,
                                true));
    }

    @Test
    void keepsTheKeyThatAskedForIt() {
        directory.key(new Directory.KeyHolder(KEY, ROOT.principal()));
        var session =
                new Caller(
                        ROOT.principal(), null, KEY.id(), REGISTRY, ROOT.scope(), ADDRESS, false);

        String token = tokens.issue(session, new TokenScope.Full(), Duration.ofHours(1)).text();

        assertThat(tokens.verify(token, ADDRESS, false)).isEqualTo(session);
    }

    @Test
    void refusesToIssueWhatIsTooLongForAToken() {
        var random = new SecureRandom();
        byte[] noise = new byte[12_000];
        random.nextBytes(noise);
        var session =
                new Session(
                        clock.instant(),
                        clock.instant().plus(Duration.ofHours(1)),
                        List.of(Base64.getEncoder().encodeToString(noise)),
                        List.of(),
                        Map.of(),
                        Set.of(),
                        null,
                        false,
                        null);
        var caller =
                new Caller(ROOT.principal(), session, null, REGISTRY, ROOT.scope(), ADDRESS, false);

        assertRefused(
                () -> tokens.issue(caller, new TokenScope.Full(), Duration.ofHours(1)),
                Problem.InvalidRequest.class);
    }

    @Test
    void isShortAndHoldsNoCharacterThatAClientSplitsAt() {
        String token = tokens.issue(ROOT, LAYER, RegistryTokens.DOWNLOAD_LIFETIME).text();

        assertThat(token).matches("[A-Za-z0-9_-]{100,1023}");
    }

    @Test
    void noTwoTokensAreTheSame() {
        assertThat(login()).isNotEqualTo(login());
    }

    @Test
    void refusesWhatIsNoToken() {
        for (String text :
                new String[] {"", "AWS", "a:b", "=", "é", "A".repeat(20_000), "A".repeat(200)}) {
            assertRefused(
                    () -> tokens.verify(text, ADDRESS, false),
                    AccessProblem.LoginTokenInvalid.class);
        }
    }

    @Test
    void refusesATokenOfAnotherServer() {
        String foreign = foreign();
        login();

        assertRefused(
                () -> tokens.verify(foreign, ADDRESS, false),
                AccessProblem.LoginTokenInvalid.class);
    }

    @Test
    void aTokenOfALayerStaysOneWhateverItAsksFor() {
        String narrow = tokens.issue(ROOT, LAYER, Duration.ofHours(1)).text();
        Caller download = tokens.verify(narrow, ADDRESS, false);

        String wider = tokens.issue(download, new TokenScope.Full(), Duration.ofHours(12)).text();

        assertThat(tokens.verify(wider, ADDRESS, false).scope()).isEqualTo(LAYER);
    }

    @Test
    void tellsWhichTokensAreUsedButForThoseOfDownloads() {
        RegistryTokens.IssuedToken token = tokens.issue(ROOT, new TokenScope.Full(), HOUR);
        RegistryTokens.IssuedToken download = tokens.issue(ROOT, LAYER, HOUR);
        RegistryTokens.IssuedToken ended = tokens.issue(ROOT, new TokenScope.Full(), HOUR);
        revocations.revoke(ended.id());

        tokens.verify(token.text(), ADDRESS, false);
        tokens.verify(download.text(), ADDRESS, false);
        assertRefused(
                () -> tokens.verify(ended.text(), ADDRESS, false),
                AccessProblem.LoginTokenRevoked.class);

        assertThat(used).containsExactly(token.id());
    }
}
