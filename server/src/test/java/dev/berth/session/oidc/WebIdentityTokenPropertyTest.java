package dev.berth.session.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Only what the issuer signed is a token; everything else is refused, and nothing else happens. */
class WebIdentityTokenPropertyTest {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    private static final String ISSUER = "https://issuer.example";
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final RSAKey KEY = TestIssuer.rsa("one");
    private static final FixedClock CLOCK = new FixedClock();
    private static final WebIdentityTokens TOKENS =
            new WebIdentityTokens(
                    List.of(OidcIssuer.tryParse(ISSUER).orElseThrow()),
                    _ -> TestIssuer.jwks(KEY),
                    (account, _) ->
                            Optional.of(
                                    new RegisteredProviders.Provider(
                                            Arn.iam(account, "oidc-provider/issuer.example"),
                                            Set.of("sts.amazonaws.com"))),
                    CLOCK);

    @SuppressWarnings("TimeInStaticInitializer") // the clock of the test stands still
    private static final String TOKEN =
            TestIssuer.token(
                    KEY,
                    TestIssuer.claims(
                                    ISSUER,
                                    "subject",
                                    CLOCK.instant(),
                                    Map.of("aud", "sts.amazonaws.com"))
                            .build());

    @Example
    void theUnchangedTokenIsGood() {
        assertThat(TOKENS.verify(TOKEN, ACCOUNT).subject()).isEqualTo("subject");
    }

    /** The last character of a part has bits that stand for nothing. */
    @Property(tries = 2000)
    void aChangedCharacterIsRefused(
            @ForAll @IntRange(max = 2000) int at, @ForAll @IntRange(max = 64) int letter) {
        int position = at % (TOKEN.length() - 1);
        char replacement = ALPHABET.charAt(letter);
        boolean lastOfPart = TOKEN.charAt(position + 1) == '.';
        if (replacement != TOKEN.charAt(position) && !lastOfPart) {
            assertRefused(
                    TOKEN.substring(0, position) + replacement + TOKEN.substring(position + 1));
        }
    }

    @Property(tries = 500)
    void aTruncatedTokenIsRefused(@ForAll @IntRange(max = 2000) int length) {
        assertRefused(TOKEN.substring(0, length % TOKEN.length()));
    }

    @Property(tries = 1000)
    void anyTextIsRefused(@ForAll @StringLength(max = 3000) String text) {
        assertRefused(text);
    }

    @Property(tries = 1000)
    void anyPartIsRefused(
            @ForAll @StringLength(max = 200) String header,
            @ForAll @StringLength(max = 200) String claims) {
        String signature = TOKEN.substring(TOKEN.lastIndexOf('.') + 1);
        assertRefused(base64(header) + "." + base64(claims) + "." + signature);
        assertRefused(
                TOKEN.substring(0, TOKEN.indexOf('.') + 1) + base64(claims) + "." + signature);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String token) {
        assertThatThrownBy(() -> TOKENS.verify(token, ACCOUNT))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem()).isInstanceOf(AccessProblem.Identity.class));
    }
}
