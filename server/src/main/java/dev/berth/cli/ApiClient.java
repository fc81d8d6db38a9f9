package dev.berth.cli;

import dev.berth.aws.CanonicalRequest;
import dev.berth.aws.CredentialScope;
import dev.berth.aws.SignatureV4;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A client of a server's two protocols, just good enough to warm it up. */
final class ApiClient implements AutoCloseable {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final RootKey key;
    private final String region;

    ApiClient(String endpoint, RootKey key, String region) {
        this.endpoint = URI.create(endpoint);
        this.key = key;
        this.region = region;
    }

    /** Calls an operation of ECR; the answer's body must come with 200. */
    String ecr(String operation, String json) throws IOException, InterruptedException {
        return signed(
                "ecr",
                json,
                Map.of(
                        "Content-Type",
                        "application/x-amz-json-1.1",
                        "X-Amz-Target",
                        "AmazonEC2ContainerRegistry_V20150921." + operation));
    }

    String sts(String form) throws IOException, InterruptedException {
        return signed("sts", form, Map.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    private String signed(String service, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        String date = DATE.format(Instant.now());
        var scope =
                new CredentialScope(
                        key.id(),
                        date.substring(0, 8),
                        region,
                        service,
                        CredentialScope.TERMINATOR);
        List<String> names = List.of("host", "x-amz-date", "x-amz-target");
        Map<String, List<String>> values =
                Map.of(
                        "host",
                        List.of(endpoint.getAuthority()),
                        "x-amz-date",
                        List.of(date),
                        "x-amz-target",
                        List.of(headers.getOrDefault("X-Amz-Target", "")));
        List<String> signedNames = names.subList(0, service.equals("ecr") ? 3 : 2);
        var canonical =
                new CanonicalRequest(
                        "POST",
                        "/",
                        "",
                        signedNames,
                        name -> values.getOrDefault(name, List.of()),
                        sha256(body));
        String signature =
                SignatureV4.sign(
                        SignatureV4.signingKey(key.secret(), scope),
                        SignatureV4.stringToSign(date, scope, canonical));
        var request =
                HttpRequest.newBuilder(endpoint.resolve("/"))
                        .header("X-Amz-Date", date)
                        .header(
                                "Authorization",
                                "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                                        .formatted(
                                                SignatureV4.ALGORITHM,
                                                key.id(),
                                                scope.scope(),
                                                String.join(";", signedNames),
                                                signature))
                        .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return expect(request, 200).body();
    }

    /** A request to {@code /v2/}, with a login token as docker sends it. */
    HttpResponse<String> v2(
            String method, String path, String contentType, String body, String token, int status)
            throws IOException, InterruptedException {
        return expect(
                HttpRequest.newBuilder(endpoint.resolve(path))
                        .header("Authorization", "Basic " + token)
                        .header("Content-Type", contentType)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body)),
                status);
    }

    private HttpResponse<String> expect(HttpRequest.Builder request, int status)
            throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != status) {
            throw new IOException(
                    "%s answered %d: %s"
                            .formatted(response.uri(), response.statusCode(), response.body()));
        }
        return response;
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
