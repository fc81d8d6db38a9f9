package dev.berth.acceptance;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Signs tokens of web identities as a platform does for its jobs, and a cluster for its pods. */
final class OidcSigner {

    private static final String KEY_ID = "one";

    private final String issuer;
    private final KeyPair key;

    OidcSigner(String issuer) {
        this.issuer = issuer;
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return issuer;
    }

    /** The keys as {@code kubectl get --raw /openid/v1/jwks} prints them. */
    String keys() {
        var rsa = (RSAPublicKey) key.getPublic();
        return """
        {"keys":[{"use":"sig","kty":"RSA","kid":"%s","alg":"RS256","n":"%s","e":"%s"}]}
        """
                .formatted(KEY_ID, encoded(rsa.getModulus()), encoded(rsa.getPublicExponent()));
    }

    /** A token for STS that is good for an hour. */
    String token(String subject) {
        long now = Instant.now().getEpochSecond();
        String signed =
                encoded(
                                """
                                {"alg":"RS256","kid":"%s"}\
                                """
                                        .formatted(KEY_ID))
                        + "."
                        + encoded(
                                """
                                {"iss":"%s","sub":"%s","aud":["sts.amazonaws.com"],"iat":%d,"nbf":%d,"exp":%d}\
                                """
                                        .formatted(issuer, subject, now, now, now + 3600));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return encoded(Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
