package dev.berth.session.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestIssuer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerKeysTest {
    private static final RSAKey OLD = TestIssuer.rsa("old");
    private static final RSAKey NEW = TestIssuer.rsa("new");
    private static final ECKey CURVE = TestIssuer.curve("curve");

    private final FixedClock clock = new FixedClock();
    private final AtomicReference<@Nullable String> published =
            new AtomicReference<>(TestIssuer.jwks(OLD, CURVE));
    private final AtomicInteger fetched = new AtomicInteger();
    private final IssuerKeys keys =
            new IssuerKeys(
                    OidcIssuer.tryParse("https://issuer.example").orElseThrow(),
                    _ -> {
                        fetched.incrementAndGet();
                        @Nullable String text = published.get();
                        if (text == null) {
                            throw new IOException("unreachable");
                        }
                        return text;
                    },
                    clock);

    @Test
    void findsTheKeyThatATokenNames() {
        assertThat(ids(find(JWSAlgorithm.RS256, "old"))).containsExactly("old");
        assertThat(ids(find(JWSAlgorithm.ES256, "curve"))).containsExactly("curve");
        assertThat(fetched).hasValue(1);
    }

    @Test
    void findsNoKeyOfAnotherKind() {
        assertThat(find(JWSAlgorithm.ES256, "old")).isEmpty();
        assertThat(find(JWSAlgorithm.RS512, "old")).isEmpty();
    }

    @Test
    void triesAllThatFitWhereTheTokenNamesNone() {
        assertThat(ids(find(JWSAlgorithm.RS256, null))).containsExactly("old");
    }

    @Test
    void keepsNoPrivateKey() {
        published.set("{\"keys\":[%s]}".formatted(OLD.toJSONString()));

        assertThat(find(JWSAlgorithm.RS256, "old")).noneMatch(JWK::isPrivate);
    }

    @Test
    void asksAgainWhenAKeyIsNotKnownButNotForEveryMadeUpOne() {
        find(JWSAlgorithm.RS256, "old");
        published.set(TestIssuer.jwks(OLD, NEW));

        assertThat(find(JWSAlgorithm.RS256, "new")).isEmpty();
        clock.advance(IssuerKeys.PAUSE);

        assertThat(ids(find(JWSAlgorithm.RS256, "new"))).containsExactly("new");
        assertThat(find(JWSAlgorithm.RS256, "made-up")).isEmpty();
        assertThat(find(JWSAlgorithm.RS256, "made-up-2")).isEmpty();
        assertThat(fetched).hasValue(2);
    }

    @Test
    void forgetsAKeyThatTheIssuerWithdrew() {
        find(JWSAlgorithm.RS256, "old");
        published.set(TestIssuer.jwks(NEW));
        clock.advance(IssuerKeys.FRESH.minusMillis(1));
        assertThat(find(JWSAlgorithm.RS256, "old")).isNotEmpty();

        clock.advance(Duration.ofMillis(1));

        assertThat(find(JWSAlgorithm.RS256, "old")).isEmpty();
    }

    @Test
    void goesOnWithWhatItKnowsForSomeHoursWhileTheIssuerIsUnreachable() {
        find(JWSAlgorithm.RS256, "old");
        published.set(null);
        clock.advance(IssuerKeys.KEPT.minusMillis(1));
        assertThat(ids(find(JWSAlgorithm.RS256, "old"))).containsExactly("old");
        assertThat(fetched).hasValue(2);

        clock.advance(Duration.ofMillis(1));

        assertUnreachable();
    }

    @Test
    void saysThatTheIssuerIsUnreachableAndDoesNotInsist() {
        published.set(null);

        assertUnreachable();
        assertUnreachable();
        assertThat(fetched).hasValue(1);
        published.set(TestIssuer.jwks(OLD));
        clock.advance(IssuerKeys.PAUSE);
        assertThat(find(JWSAlgorithm.RS256, "old")).isNotEmpty();
    }

    @Test
    void aClockThatWasSetBackDoesNotEndAsking() {
        find(JWSAlgorithm.RS256, "old");
        published.set(TestIssuer.jwks(NEW));
        clock.advance(Duration.ofDays(-1));

        assertThat(find(JWSAlgorithm.RS256, "new")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":[null]}",
                "{\"keys\":[{\"kty\":\"RSA\"}]}",
            })
    void aSetThatCannotBeReadIsNone(String text) {
        published.set(text);

        assertUnreachable();
    }

    @Test
    void neverVerifiesWithASymmetricOrAShortKey() throws Exception {
        OctetSequenceKey secret =
                new OctetSequenceKeyGenerator(256)
                        .keyID("secret")
                        .algorithm(JWSAlgorithm.HS256)
                        .generate();
        RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
        published.set(
                "{\"keys\":[%s,%s,%s]}"
                        .formatted(
                                secret.toJSONString(),
                                weak.toPublicJWK().toJSONString(),
                                NEW.toPublicJWK().toJSONString()));

        assertThat(find(JWSAlgorithm.HS256, "secret")).isEmpty();
        assertThat(find(JWSAlgorithm.RS256, "weak")).isEmpty();
        assertThat(find(JWSAlgorithm.RS256, "new")).isNotEmpty();
    }

    private List<JWK> find(JWSAlgorithm algorithm, @Nullable String id) {
        return keys.find(new JWSHeader.Builder(algorithm).keyID(id).build());
    }

    private static List<String> ids(List<JWK> keys) {
        return keys.stream().map(JWK::getKeyID).toList();
    }

    private void assertUnreachable() {
        assertThatThrownBy(() -> find(JWSAlgorithm.RS256, "old"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(
                                                new AccessProblem.Identity(
                                                        IdentityFault.IDP_COMMUNICATION_ERROR,
                                                        "The keys of the identity provider https://issuer.example could not be fetched. Try again later.")));
    }
}
