package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** Whatever arrives, it is read or refused; nothing else happens. */
class ParserFuzzTest {

    @FuzzTest(maxDuration = "30s")
    void authorizationHeadersAreReadOrRefused(FuzzedDataProvider data) {
        try {
            AuthorizationHeader header =
                    AuthorizationHeader.parse(
                            "AWS4-HMAC-SHA256 " + data.consumeRemainingAsString());
            assertThat(header.signedHeaders()).isNotEmpty();
            assertThat(header.signature()).isNotEmpty();
        } catch (ProblemException e) {
            assertThat(e.problem()).isInstanceOf(AccessProblem.CredentialMalformed.class);
        }
    }

    @FuzzTest(maxDuration = "30s")
    void bytesAreATokenOrNone(byte[] bytes) {
        try {
            RegistryToken token = RegistryTokenFormat.read(bytes);
            assertThat(RegistryTokenFormat.keyId(bytes)).isEqualTo(token.keyId());
            assertThat(RegistryTokenFormat.read(RegistryTokenFormat.write(token))).isEqualTo(token);
        } catch (IOException expected) {
            assertThat(expected).isNotNull();
        }
    }

    @FuzzTest(maxDuration = "30s")
    void bytesAreASessionOrNone(byte[] bytes) {
        try {
            SessionTokenFormat.Content content = SessionTokenFormat.read(bytes);
            assertThat(SessionTokenFormat.read(SessionTokenFormat.write(content)))
                    .isEqualTo(content);
        } catch (IOException expected) {
            assertThat(expected).isNotNull();
        }
    }

    @FuzzTest(maxDuration = "30s")
    void queriesAreASignatureOrRefused(FuzzedDataProvider data) {
        var request =
                new SignedRequest(
                        "GET",
                        "/",
                        data.consumeRemainingAsString(),
                        _ -> List.of(),
                        InetAddress.getLoopbackAddress(),
                        false);
        try {
            SignatureClaim claim =
                    PresignedQuery.parse(request, SignatureWindow.ofHeader(Duration.ofMinutes(15)));
            assertThat(claim.signature()).isNotEmpty();
            assertThat(claim.signedHeaders()).isNotEmpty();
            assertThat(claim.window().lifetime()).isLessThanOrEqualTo(PresignedQuery.LONGEST);
        } catch (ProblemException e) {
            assertThat(e.problem()).isInstanceOf(AccessProblem.CredentialMalformed.class);
        }
    }
}
