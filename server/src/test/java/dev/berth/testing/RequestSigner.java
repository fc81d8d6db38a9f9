package dev.berth.testing;

import dev.berth.aws.CanonicalRequest;
import dev.berth.aws.CredentialScope;
import dev.berth.aws.SignatureV4;
import dev.berth.http.Headers;
import java.net.URLEncoder;
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

    /** With the token of a session, as a header that is signed like the others. */
    public Headers sign(String method, Headers headers, byte[] body, String sessionToken) {
        return sign(method, "/", "", headers.with("X-Amz-Security-Token", sessionToken), body);
    }

    /**
     * The query of a link: the given one, and behind it what signs it.
     *
     * @param host the only header that is signed
     * @param more parameters of the signature, percent-encoded, such as {@code X-Amz-Expires=60}
     */
    public String presign(String method, String rawQuery, String host, byte[] body, String more) {
        String time = BASIC.format(date);
        CredentialScope scope = scope(time);
        String signed =
                "%s&X-Amz-Algorithm=%s&X-Amz-Credential=%s&X-Amz-Date=%s&X-Amz-SignedHeaders=host%s"
                        .formatted(
                                rawQuery,
                                SignatureV4.ALGORITHM,
                                URLEncoder.encode(scope.toString(), StandardCharsets.UTF_8),
                                time,
                                more.isEmpty() ? "" : "&" + more);
        var request =
                new CanonicalRequest(
                        method, "/", signed, List.of("host"), _ -> List.of(host), sha256(body));
        return signed + "&X-Amz-Signature=" + signature(time, scope, request);
    }

    private CredentialScope scope(String time) {
        return new CredentialScope(
                accessKeyId, time.substring(0, 8), region, service, CredentialScope.TERMINATOR);
    }

    private String signature(String time, CredentialScope scope, CanonicalRequest request) {
        return SignatureV4.sign(
                SignatureV4.signingKey(secret, scope),
                SignatureV4.stringToSign(time, scope, request));
    }

    private String authorization(
            String method,
            String path,
            String rawQuery,
            List<String> signedHeaders,
            Headers headers,
            byte[] body) {
        String time = BASIC.format(date);
        CredentialScope scope = scope(time);
        var request =
                new CanonicalRequest(
                        method, path, rawQuery, signedHeaders, headers::all, sha256(body));
        return "%s Credential=%s, SignedHeaders=%s, Signature=%s"
                .formatted(
                        SignatureV4.ALGORITHM,
                        scope,
                        String.join(";", signedHeaders),
                        signature(time, scope, request));
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
