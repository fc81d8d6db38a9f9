package dev.berth.session.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.berth.testing.TestIssuer;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Only the issuer's own signature counts. */
class WebIdentitySignaturesTest extends WebIdentityFixture {
    private static final RSAKey FORGED = TestIssuer.rsa("one");

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
}
