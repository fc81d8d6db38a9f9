package dev.berth.testing;

import dev.berth.aws.CanonicalRequest;
import dev.berth.aws.CredentialScope;
import dev.berth.aws.SignatureV4;
import dev.berth.http.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Signs requests as a client does: every header that it is given. */
public record RequestSigner(
        String accessKeyId, String secret, String region, String service, Instant date) {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * The headers and, behind them, X-Amz-Date and Authorization.
     *
     * @param headers Host among them
     */
    public Headers sign(String method, String path, String rawQuery, Headers headers, byte[] body) {
        Headers dated = headers.with("X-Amz-Date", BASIC.format(date));
        var names = new TreeSet<String>();
        dated.forEach((name, _) -> names.add(name.toLowerCase(Locale.ROOT)));
        return dated.with(
                "Authorization",
                authorization(method, path, rawQuery, new ArrayList<>(names), dated, body));
    }

    private String authorization(
            String method,
            String path,
            String rawQuery,
            List<String> signedHeaders,
            Headers headers,
            byte[] body) {
        String time = BASIC.format(date);
        var scope =
                new CredentialScope(
                        accessKeyId,
                        time.substring(0, 8),
                        region,
                        service,
                        CredentialScope.TERMINATOR);
        var request =
                new CanonicalRequest(
                        method, path, rawQuery, signedHeaders, headers::all, sha256(body));
        return "%s Credential=%s, SignedHeaders=%s, Signature=%s"
                .formatted(
                        SignatureV4.ALGORITHM,
                        scope,
                        String.join(";", signedHeaders),
                        SignatureV4.sign(
                                SignatureV4.signingKey(secret, scope),
                                SignatureV4.stringToSign(time, scope, request)));
    }

    public static String sha256(String body) {
        return sha256(body.getBytes(StandardCharsets.UTF_8));
    }

    public static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
