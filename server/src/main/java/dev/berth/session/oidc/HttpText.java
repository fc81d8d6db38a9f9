package dev.berth.session.oidc;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * One GET of a small text: bounded in bytes and time, and without redirects. It happens every
 * quarter of an hour, so that no client is kept for it.
 */
final class HttpText {
    static final int LIMIT = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int OK = 200;

    private HttpText() {}

    static String get(URI address, @Nullable Path certificates) throws IOException {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NEVER);
        if (certificates != null) {
            builder.sslContext(trusting(certificates));
        }
        try (HttpClient client = builder.build()) {
            return get(client, address);
        }
    }

    private static String get(HttpClient client, URI address) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("Accept", "application/json").build();
        Future<HttpResponse<byte[]>> response =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LIMIT));
        try {
            // the timeout of a request ends with its header; this one is for the body too
            HttpResponse<byte[]> answer = response.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != OK) {
                throw new IOException("%s answered %d".formatted(address, answer.statusCode()));
            }
            return new String(answer.body(), StandardCharsets.UTF_8);
        } catch (ExecutionException e) {
            throw new IOException("%s failed: %s".formatted(address, e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("%s did not answer in %s".formatted(address, WHOLE), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            response.cancel(true);
            client.shutdownNow();
        }
    }

    private static SSLContext trusting(Path certificates) throws IOException {
        try (InputStream in = Files.newInputStream(certificates)) {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("%s holds no certificates".formatted(certificates), e);
        }
    }
}
