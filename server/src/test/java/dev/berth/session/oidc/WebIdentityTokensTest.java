package dev.berth.session.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebIdentityTokensTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final AccountId STRANGER = new AccountId("999900001111");
    private static final String GITHUB = "https://token.actions.githubusercontent.com";
    private static final String GITLAB = "https://gitlab.example.com";
    private static final String CLUSTER = "https://kubernetes.default.svc.cluster.local";
    private static final String KEYCLOAK = "https://sso.example.com/realms/Builds";
    private static final String AWS = "sts.amazonaws.com";
    private static final RSAKey KEY = TestIssuer.rsa("one");
    private static final RSAKey FORGED = TestIssuer.rsa("one");
    private static final ECKey CURVE = TestIssuer.curve("two");

    private final FixedClock clock = new FixedClock();
    private final WebIdentityTokens tokens =
            new WebIdentityTokens(
                    List.of(issuer(GITHUB), issuer(GITLAB), issuer(CLUSTER), issuer(KEYCLOAK)),
                    _ -> TestIssuer.jwks(KEY, CURVE),
                    WebIdentityTokensTest::provider,
                    clock);

    @Test
    void readsATokenOfGithubActions() {
        JWTClaimsSet claims =
                claims(
                        GITHUB,
                        "repo:octo/app:ref:refs/heads/main",
                        Map.of(
                                "aud", AWS,
                                "ref", "refs/heads/main",
                                "repository", "octo/app",
                                "job_workflow_ref", "octo/app/.github/workflows/b.yml@main",
                                "run_number", "10",
                                "jti", "id"));

        WebIdentityToken token = verify(TestIssuer.token(KEY, claims));

        assertThat(token.issuer()).isEqualTo(GITHUB);
        assertThat(token.provider())
                .hasToString(
                        "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
        assertThat(token.subject()).isEqualTo("repo:octo/app:ref:refs/heads/main");
        assertThat(token.audience()).containsExactly(AWS);
        assertThat(token.keys())
                .containsEntry("token.actions.githubusercontent.com:aud", List.of(AWS))
                .containsEntry(
                        "token.actions.githubusercontent.com:sub",
                        List.of("repo:octo/app:ref:refs/heads/main"))
                .containsEntry(
                        "token.actions.githubusercontent.com:repository", List.of("octo/app"))
                .doesNotContainKey("token.actions.githubusercontent.com:exp");
    }

    @Test
    void readsATokenOfGitlab() {
        JWTClaimsSet claims =
                claims(
                        GITLAB,
                        "project_path:group/app:ref_type:branch:ref:main",
                        Map.of(
                                "aud",
                                AWS,
                                "project_path",
                                "group/app",
                                "ref_protected",
                                "true",
                                "groups_direct",
                                List.of("group", "other")));

        assertThat(verify(TestIssuer.token(KEY, claims)).keys())
                .containsEntry("gitlab.example.com:project_path", List.of("group/app"))
                .containsEntry("gitlab.example.com:ref_protected", List.of("true"))
                .containsEntry("gitlab.example.com:groups_direct", List.of("group", "other"));
    }

    @Test
    void readsATokenOfAServiceAccountOfKubernetes() {
        JWTClaimsSet claims =
                claims(
                        CLUSTER,
                        "system:serviceaccount:builds:pusher",
                        Map.of(
                                "aud",
                                List.of(AWS, CLUSTER),
                                "kubernetes.io",
                                Map.of("namespace", "builds")));

        WebIdentityToken token = verify(TestIssuer.token(CURVE, claims));

        assertThat(token.audience()).containsExactly(AWS);
        assertThat(token.keys())
                .containsOnlyKeys(
                        "kubernetes.default.svc.cluster.local:iss",
                        "kubernetes.default.svc.cluster.local:sub",
                        "kubernetes.default.svc.cluster.local:aud")
                .containsEntry("kubernetes.default.svc.cluster.local:aud", List.of(AWS));
    }

    @Test
    void readsATokenOfKeycloak() {
        JWTClaimsSet claims =
                claims(
                        KEYCLOAK,
                        "f3a1e0c2-0000-4000-8000-000000000001",
                        Map.of(
                                "aud",
                                List.of("account", AWS),
                                "azp",
                                "builds",
                                "amr",
                                List.of("pwd", "otp"),
                                "email_verified",
                                true,
                                "preferred_username",
                                "alice"));

        assertThat(verify(TestIssuer.token(KEY, claims)).keys())
                .containsEntry("sso.example.com/realms/builds:amr", List.of("pwd", "otp"))
                .containsEntry("sso.example.com/realms/builds:azp", List.of("builds"))
                .containsEntry("sso.example.com/realms/builds:email_verified", List.of("true"))
                .containsEntry(
                        "sso.example.com/realms/builds:preferred_username", List.of("alice"));
    }

    @Test
    void aClaimInOtherLettersDoesNotStandInForAnother() {
        JWTClaimsSet claims =
                claims(GITHUB, "real", Map.of("aud", AWS, "Sub", "pretended", "Team", "one"));

        assertThat(verify(TestIssuer.token(KEY, claims)).keys())
                .containsEntry("token.actions.githubusercontent.com:sub", List.of("real"))
                .containsEntry("token.actions.githubusercontent.com:team", List.of("one"));
    }

    @Test
    void readsWhatTheIssuerPutsIntoTheSession() {
        JWTClaimsSet claims =
                claims(
                        KEYCLOAK,
                        "alice",
                        Map.of(
                                "aud",
                                AWS,
                                "https://aws.amazon.com/tags",
                                Map.of(
                                        "principal_tags",
                                        Map.of("Team", List.of("crane"), "Site", "north"),
                                        "transitive_tag_keys",
                                        List.of("Team")),
                                "https://aws.amazon.com/source_identity",
                                "alice"));

        WebIdentityToken token = verify(TestIssuer.token(KEY, claims));

        assertThat(token.grants())
                .isEqualTo(
                        new SessionClaims(
                                Map.of("Team", "crane", "Site", "north"), Set.of("Team"), "alice"));
        assertThat(token.issuedAt()).isEqualTo(clock.instant().minusSeconds(1));
        assertThat(token.expiresAt()).isEqualTo(clock.instant().plusSeconds(600));
    }

    @Test
    void refusesTagsOfAnotherForm() {
        for (Object tags :
                List.of(
                        List.of("Team"),
                        Map.of("principal_tags", "Team"),
                        Map.of("principal_tags", Map.of("Team", List.of("a", "b"))),
                        Map.of("principal_tags", Map.of("Team", List.of(1))),
                        Map.of("transitive_tag_keys", Map.of()))) {
            JWTClaimsSet claims =
                    claims(
                            KEYCLOAK,
                            "alice",
                            Map.of("aud", AWS, "https://aws.amazon.com/tags", tags));

            assertThatThrownBy(() -> verify(TestIssuer.token(KEY, claims)))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e ->
                                    assertThat(e.problem().message())
                                            .startsWith(
                                                    "The token's claims for the session cannot be read: "));
        }
    }

    @Test
    void refusesATokenThatNobodySigned() {
        assertInvalid(
                () -> verify(new PlainJWT(good()).serialize()),
                "The token that is provided is not a valid JWT");
        String signed = TestIssuer.token(KEY, good());
        assertInvalid(
                () -> verify(signed.substring(0, signed.lastIndexOf('.') + 1)),
                "The token that is provided is not a valid JWT");
    }

    @Test
    void refusesASymmetricSignatureAlsoWithThePublicKeyAsItsSecret() throws Exception {
        var jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), good());
        jwt.sign(new MACSigner(KEY.toPublicKey().getEncoded()));

        assertInvalid(
                () -> verify(jwt.serialize()),
                "The signature algorithm 'HS256' of the token is not supported");
    }

    @Test
    void refusesAKeyThatIsNotTheIssuers() {
        assertInvalid(
                () -> verify(TestIssuer.token(FORGED, good())),
                "The signature of the token is not valid");
        assertInvalid(
                () -> verify(TestIssuer.token(TestIssuer.rsa("three"), good())),
                "The identity provider has no key that the token names");
    }

    @Test
    void refusesAKeyThatTheTokenBringsItself() {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").jwk(FORGED.toPublicJWK());

        assertInvalid(
                () -> verify(TestIssuer.token(FORGED, header, good())),
                "The signature of the token is not valid");
    }

    @Test
    void refusesWhatItWouldHaveToUnderstand() {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("one")
                        .criticalParams(Set.of("exp"));

        assertInvalid(
                () -> verify(TestIssuer.token(KEY, header, good())),
                "The token has critical header parameters, none of which is understood");
    }

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

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "e30.e30.", "e30.e30.e30", "bnVsbA.bnVsbA.aa"})
    void refusesWhatIsNoToken(String text) {
        assertInvalid(() -> verify(text), "The token that is provided is not a valid JWT");
    }

    @Test
    void refusesADeeplyNestedToken() {
        String nested =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                ("{\"a\":" + "[".repeat(7000)).getBytes(StandardCharsets.UTF_8));

        assertInvalid(
                () -> verify(nested + ".e30.c2ln"),
                "The token that is provided is not a valid JWT");
        assertInvalid(
                () -> verify("eyJhbGciOiJSUzI1NiJ9." + nested + ".c2ln"),
                "The token that is provided is not a valid JWT");
    }

    @Test
    void refusesAVeryLongTokenUnread() {
        assertInvalid(
                () -> verify("a".repeat(WebIdentityTokens.MAX_LENGTH + 1)),
                "The token that is provided is not a valid JWT");
    }

    @Test
    void refusesAVeryLongSubject() {
        assertInvalid(
                () ->
                        verify(
                                TestIssuer.token(
                                        KEY, claims(GITHUB, "a".repeat(256), Map.of("aud", AWS)))),
                "The claim 'sub' of the token is longer than 255");
    }

    @Test
    void doesNotWorkOnTheEventLoop() throws InterruptedException {
        var seen = new AtomicReference<@Nullable Throwable>();
        var loop =
                new EventLoop(() -> {
                    try {
                        verify(TestIssuer.token(KEY, good()));
                    } catch (WouldBlock e) {
                        seen.set(e);
                    }
                });
        loop.start();
        loop.join();

        assertThat(seen.get()).isInstanceOf(WouldBlock.class);
    }

    private static final class EventLoop extends Thread implements MemoryOnlyThread {
        EventLoop(Runnable work) {
            super(work);
        }
    }

    private JWTClaimsSet good() {
        return claims(GITHUB, "repo:octo/app:ref:refs/heads/main", Map.of("aud", AWS));
    }

    private JWTClaimsSet claims(String issuer, String subject, Map<String, ?> more) {
        return TestIssuer.claims(issuer, subject, clock.instant(), more).build();
    }

    private WebIdentityToken verify(String token) {
        return tokens.verify(token, ACCOUNT);
    }

    private static OidcIssuer issuer(String url) {
        return OidcIssuer.tryParse(url).orElseThrow();
    }

    private static Optional<RegisteredProviders.Provider> provider(
            AccountId account, String issuer) {
        return account.equals(ACCOUNT)
                ? Optional.of(
                        new RegisteredProviders.Provider(
                                Arn.iam(
                                        account,
                                        "oidc-provider/" + issuer.substring("https://".length())),
                                Set.of(AWS)))
                : Optional.empty();
    }

    private static void assertInvalid(ThrowingCallable action, String message) {
        assertProblem(action, IdentityFault.INVALID_IDENTITY_TOKEN, message);
    }

    private static void assertProblem(
            ThrowingCallable action, IdentityFault fault, String message) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(new Problem.Identity(fault, message)));
    }
}
