package dev.berth.aws;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The arithmetic of AWS Signature Version 4, the same for who signs and who verifies. */
public final class SignatureV4 {
    public static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String HMAC = "HmacSHA256";

    private SignatureV4() {}

    /** The key of one day, region and service; it can be kept, the secret cannot be had from it. */
    public static SecretKey signingKey(String secret, CredentialScope scope) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        key = hmac(hmacKey(key), scope.date());
        key = hmac(hmacKey(key), scope.region());
        key = hmac(hmacKey(key), scope.service());
        return hmacKey(hmac(hmacKey(key), scope.terminator()));
    }

    /** The {@code date} is the request's, in ISO 8601's basic form: {@code 20150830T123600Z}. */
    public static String stringToSign(
            String date, CredentialScope scope, CanonicalRequest request) {
        return ALGORITHM + "\n" + date + "\n" + scope.scope() + "\n" + sha256(request.text());
    }

    /** The signature in lower-case hex. */
    public static String sign(SecretKey signingKey, String stringToSign) {
        return HexFormat.of().formatHex(hmac(signingKey, stringToSign));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static SecretKey hmacKey(byte[] key) {
        return new SecretKeySpec(key, HMAC);
    }

    private static byte[] hmac(SecretKey key, String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
