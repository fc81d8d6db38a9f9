package dev.berth.cli;

import dev.berth.aws.CanonicalRequest;
import dev.berth.aws.CredentialScope;
import dev.berth.aws.SignatureV4;
import dev.berth.json.Json;
import dev.berth.json.JsonFault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A client of a server's protocols, just good enough for berth's own commands. */
final class ApiClient implements AutoCloseable {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final SigningKey key;
    private final String region;

    ApiClient(String endpoint, SigningKey key, String region) {
        this.endpoint = URI.create(endpoint);
        this.key = key;
        this.region = region;
    }

    /** How a JSON protocol refuses. */
    record Refusal(@Nullable String __type, @Nullable String message) {}

    /** Calls one of berth's own operations; what it refuses is the command's failure. */
    <T> T own(String operation, Object input, Class<T> type)
            throws IOException, InterruptedException, CommandFailed {
        HttpResponse<String> response =
                send(
                        signed(
                                "ecr",
                                new String(Json.write(input), StandardCharsets.UTF_8),
                                json("Berth_V20261101." + operation)));
        byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
        try {
            if (response.statusCode() == 200) {
                return Json.read(body, type);
            }
            Refusal refusal = Json.read(body, Refusal.class);
            throw new CommandFailed("%s: %s".formatted(refusal.__type(), refusal.message()));
        } catch (JsonFault _) {
            throw new CommandFailed(
                    "%s answered %d, and not as a berth does"
                            .formatted(endpoint, response.statusCode()));
        }
    }

    /** Calls an operation of ECR; the answer's body must come with 200. */
    String ecr(String operation, String json) throws IOException, InterruptedException {
        return expect(
                        signed(
                                "ecr",
                                json,
                                json("AmazonEC2ContainerRegistry_V20150921." + operation)),
                        200)
                .body();
    }

    private static Map<String, String> json(String target) {
        return Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target);
    }

    /** Calls an operation of a service with a form; the answer's body must come with 200. */
    String query(String service, String form) throws IOException, InterruptedException {
        return expect(
                        signed(
                                service,
                                form,
                                Map.of("Content-Type", "application/x-www-form-urlencoded")),
                        200)
                .body();
    }

    private HttpRequest.Builder signed(String service, String body, Map<String, String> headers) {
        String date = DATE.format(Instant.now());
        var scope =
                new CredentialScope(
                        key.id(),
                        date.substring(0, 8),
                        region,
                        service,
                        CredentialScope.TERMINATOR);
        var values = new TreeMap<String, String>(); // in the order in which they are signed
        values.put("host", endpoint.getAuthority());
        values.put("x-amz-date", date);
        if (!key.sessionToken().isEmpty()) {
            values.put("x-amz-security-token", key.sessionToken());
        }
        headers.forEach((name, value) -> values.put(name.toLowerCase(Locale.ROOT), value));
        var canonical =
                new CanonicalRequest(
                        "POST",
                        "/",
                        "",
                        List.copyOf(values.keySet()),
                        name -> values.containsKey(name) ? List.of(values.get(name)) : List.of(),
                        sha256(body));
        String signature =
                SignatureV4.sign(
                        SignatureV4.signingKey(key.secret(), scope),
                        SignatureV4.stringToSign(date, scope, canonical));
        var request =
                HttpRequest.newBuilder(endpoint.resolve("/"))
                        .header(
                                "Authorization",
                                "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                                        .formatted(
                                                SignatureV4.ALGORITHM,
                                                key.id(),
                                                scope.scope(),
                                                String.join(";", values.keySet()),
                                                signature))
                        .POST(BodyPublishers.ofString(body));
        values.remove("host"); // the HTTP client sets it
        values.forEach(request::header);
        return request;
    }

    /** A request to {@code /v2/} without headers but those given. */
    HttpResponse<String> v2(
            String method, String path, UnaryOperator<HttpRequest.Builder> headers, int status)
            throws IOException, InterruptedException {
        return v2(method, path, BodyPublishers.noBody(), headers, status);
    }

    HttpResponse<String> v2(
            String method,
            String path,
            BodyPublisher body,
            UnaryOperator<HttpRequest.Builder> headers,
            int status)
            throws IOException, InterruptedException {
        return expect(
                headers.apply(HttpRequest.newBuilder(endpoint.resolve(path))).method(method, body),
                status);
    }

    private HttpResponse<String> expect(HttpRequest.Builder request, int status)
            throws IOException, InterruptedException {
        HttpResponse<String> response = send(request);
        if (response.statusCode() != status) {
            throw new IOException(
                    "%s answered %d: %s"
                            .formatted(response.uri(), response.statusCode(), response.body()));
        }
        return response;
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
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
