package dev.berth.api.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.testing.RequestSigner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whose signature STS takes. */
class StsSignaturesTest extends StsDoorFixture {
    @Test
    void refusesWhoDidNotSign() {
        assertRefused(
                answer(request(Headers.of("Host", "localhost"), ASK)),
                403,
                "MissingAuthenticationToken",
                "Missing Authentication Token");
    }

    @Test
    void refusesAMalformedSignature() {
        Response response = answer(request(Headers.of("Authorization", "Basic <&>"), ASK));

        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response))
                .contains("<Code>IncompleteSignature</Code>")
                .contains("Authorization=Basic &lt;&amp;&gt;</Message>");
    }

    @Test
    void refusesAnUnknownKey() {
        var stranger =
                new RequestSigner(
                        "AKIAIOSFODNN7EXAMPLE", "secret", "us-east-1", "sts", clock.instant());

        assertRefused(
                send(stranger, ASK, ASK),
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.");
    }

    @Test
    void refusesASignatureOfAnotherBody() {
        assertRefused(
                send(identity.signer("us-east-1", "sts"), ASK + "&a=1", ASK),
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
    }

    @Test
    void refusesASignatureForAnotherService() {
        assertRefused(
                send(identity.signer("us-east-1", "ecr"), ASK, ASK),
                403,
                "SignatureDoesNotMatch",
                "Credential should be scoped to correct service: 'sts'. ");
    }

    @Test
    void refusesAnOldSignature() {
        RequestSigner signer = identity.signer("us-east-1", "sts");
        clock.advance(Duration.ofMinutes(16));

        assertRefused(
                send(signer, ASK, ASK),
                403,
                "SignatureDoesNotMatch",
                "Signature expired: 20260102T030405Z is now earlier than 20260102T030505Z (20260102T032005Z - 15 min.)");
    }
}
