package dev.berth.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** An issuer of web identity tokens, with keys of its own. */
public final class TestIssuer {
    private TestIssuer() {}

    public static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static ECKey curve(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the issuer publishes: public keys alone. */
    public static String jwks(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    /** Good from a second ago, for ten minutes. */
    public static JWTClaimsSet.Builder claims(
            String issuer, String subject, Instant now, Map<String, ?> more) {
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .subject(subject)
                        .issueTime(Date.from(now.minusSeconds(1)))
                        .expirationTime(Date.from(now.plusSeconds(600)));
        more.forEach(claims::claim);
        return claims;
    }

    public static String token(RSAKey key, JWTClaimsSet claims) {
        return token(key, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()), claims);
    }

    public static String token(RSAKey key, JWSHeader.Builder header, JWTClaimsSet claims) {
        try {
            var jwt = new SignedJWT(header.build(), claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String token(ECKey key, JWTClaimsSet claims) {
        try {
            var jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                            claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
