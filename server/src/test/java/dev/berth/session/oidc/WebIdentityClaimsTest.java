package dev.berth.session.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.berth.aws.AccountId;
import dev.berth.problem.IdentityFault;
import dev.berth.testing.TestIssuer;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From whom, for whom and when a token is good. */
class WebIdentityClaimsTest extends WebIdentityFixture {
    private static final AccountId STRANGER = new AccountId("999900001111");

    @Test
    void anAccountTakesOnlyTokensOfItsOwnProviders() {
        assertInvalid(
                () -> tokens.verify(TestIssuer.token(KEY, good()), STRANGER),
                "No OpenIDConnect provider found in your account for " + GITHUB);
    }

    @Test
    void aProviderIsNotEnoughWhereTheOperatorDoesNotTrustTheIssuer() {
        JWTClaimsSet claims = claims("https://other.example", "a", Map.of("aud", AWS));

        assertInvalid(
                () -> verify(TestIssuer.token(KEY, claims)),
                "The issuer https://other.example is not among those that the operator of this server trusts");
    }

    @Test
    void refusesAnotherAudience() {
        assertInvalid(
                () -> verify(TestIssuer.token(KEY, claims(GITHUB, "a", Map.of("aud", "other")))),
                "Incorrect token audience");
        assertInvalid(
                () -> verify(TestIssuer.token(KEY, claims(GITHUB, "a", Map.of()))),
                "Incorrect token audience");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "exp", "iat"})
    void wantsEveryClaim(String claim) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder(good()).claim(claim, null).build();

        assertInvalid(
                () -> verify(TestIssuer.token(KEY, claims)), "Missing a required claim: " + claim);
    }

    @Test
    void aTokenEndsAMinuteAfterItSaysSo() {
        String token = TestIssuer.token(KEY, good());
        clock.advance(Duration.ofSeconds(659));
        verify(token);
        clock.advance(Duration.ofSeconds(1));

        assertProblem(
                () -> verify(token),
                IdentityFault.EXPIRED_IDENTITY_TOKEN,
                "Token expired: current date/time 1767323705 must be before the expiration date/time 1767323645");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "nbf"})
    void aTokenIsNotGoodBeforeItsTime(String claim) {
        Date later = Date.from(clock.instant().plusSeconds(61));
        JWTClaimsSet claims = new JWTClaimsSet.Builder(good()).claim(claim, later).build();
        String token = TestIssuer.token(KEY, claims);

        assertInvalid(
                () -> verify(token),
                "The claim '%s' of the token lies in the future: current date/time 1767323045"
                        .formatted(claim));
        clock.advance(Duration.ofSeconds(1));
        assertThat(verify(token).issuer()).isEqualTo(GITHUB);
    }
}
