package dev.berth.session.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.berth.problem.ProblemException;
import dev.berth.testing.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read as a token, or is longer or deeper than one may be. */
class WebIdentityFormTest extends WebIdentityFixture {
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
}
