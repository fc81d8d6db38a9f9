package dev.berth.session.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestIssuer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An account that four issuers have their providers in, and what they sign. */
abstract class WebIdentityFixture {
    static final AccountId ACCOUNT = new AccountId("111122223333");
    static final String GITHUB = "https://token.actions.githubusercontent.com";
    static final String GITLAB = "https://gitlab.example.com";
    static final String CLUSTER = "https://kubernetes.default.svc.cluster.local";
    static final String KEYCLOAK = "https://sso.example.com/realms/Builds";
    static final String AWS = "sts.amazonaws.com";
    static final RSAKey KEY = TestIssuer.rsa("one");
    static final ECKey CURVE = TestIssuer.curve("two");

    final FixedClock clock = new FixedClock();
    final WebIdentityTokens tokens =
            new WebIdentityTokens(
                    List.of(issuer(GITHUB), issuer(GITLAB), issuer(CLUSTER), issuer(KEYCLOAK)),
                    _ -> TestIssuer.jwks(KEY, CURVE),
                    WebIdentityFixture::provider,
                    clock);

    JWTClaimsSet good() {
        return claims(GITHUB, "repo:octo/app:ref:refs/heads/main", Map.of("aud", AWS));
    }

    JWTClaimsSet claims(String issuer, String subject, Map<String, ?> more) {
        return TestIssuer.claims(issuer, subject, clock.instant(), more).build();
    }

    WebIdentityToken verify(String token) {
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

    static void assertInvalid(ThrowingCallable action, String message) {
        assertProblem(action, IdentityFault.INVALID_IDENTITY_TOKEN, message);
    }

    static void assertProblem(ThrowingCallable action, IdentityFault fault, String message) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(new AccessProblem.Identity(fault, message)));
    }
}
