package dev.berth.session.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.jwk.JWK;
import dev.berth.aws.AccountId;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Whatever arrives, it is read or refused; nothing else happens. */
class TokenReaderFuzzTest {
    private static final WebIdentityTokens TOKENS =
            new WebIdentityTokens(
                    List.of(),
                    _ -> {
                        throw new IOException("there is no issuer");
                    },
                    (_, _) -> Optional.empty(),
                    new FixedClock());

    @FuzzTest(maxDuration = "30s")
    void headersAndClaimsAreReadOrRefused(FuzzedDataProvider data) {
        String header = data.consumeString(300);
        String claims = data.consumeRemainingAsString();
        try {
            TOKENS.verify(
                    base64(header) + "." + base64(claims) + ".c2lnbmF0dXJl",
                    new AccountId("000000000000"));
            throw new AssertionError("nobody vouched for it");
        } catch (ProblemException e) {
            assertThat(e.problem()).isInstanceOf(AccessProblem.Identity.class);
        }
    }

    @FuzzTest(maxDuration = "30s")
    void textsAreKeysOrNone(FuzzedDataProvider data) {
        try {
            assertThat(JwksReader.read(data.consumeRemainingAsString()))
                    .isNotEmpty()
                    .noneMatch(JWK::isPrivate);
        } catch (IOException expected) {
            assertThat(expected).isNotNull();
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
