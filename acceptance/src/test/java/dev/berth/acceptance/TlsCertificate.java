package dev.berth.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A server's own certificate, which nobody else has signed, and who trusts it. */
record TlsCertificate(Path certificate, Path key) {

    private static final String OPENSSL =
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
              -keyout tls.key -out tls.crt -subj /CN=localhost \
              -addext 'subjectAltName=DNS:localhost,DNS:*.dkr.ecr.us-east-1.localhost,IP:127.0.0.1'
            """;

    static TlsCertificate make(Path folder) {
        Clients.need(Clients.OPENSSL);
        new Shell(folder).run(OPENSSL);
        return new TlsCertificate(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    }

    /** What a server that uses it is started with. */
    Map<String, String> settings() {
        return Map.of(
                "BERTH_TLS_CERTIFICATE", certificate.toString(),
                "BERTH_TLS_KEY", key.toString());
    }

    TrustManager[] trust() {
        try (var pem = Files.newInputStream(certificate)) {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            known.setCertificateEntry(
                    "berth", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(known);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
