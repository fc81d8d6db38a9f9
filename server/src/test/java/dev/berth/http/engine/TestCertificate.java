package dev.berth.http.engine;

import dev.berth.http.HttpConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for localhost that the JDK's keytool makes, and a client's trust in it. */
public final class TestCertificate {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final KeyStore store;

    private TestCertificate(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    public static TestCertificate in(Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keystore",
                                file.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost,ip:127.0.0.1")
                        .redirectErrorStream(true)
                        .start();
        keytool.getOutputStream().close();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool: " + output);
        }
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
        var made = new TestCertificate(folder, store);
        made.writePem(
                "certificate.pem", "CERTIFICATE", store.getCertificate("server").getEncoded());
        made.writePem("key.pem", "PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded());
        return made;
    }

    private void writePem(String name, String label, byte[] content) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(label, Base64.getMimeEncoder().encodeToString(content), label));
    }

    HttpConfig.Tls files(HttpConfig.Tls.Provider provider) {
        return new HttpConfig.Tls(
                folder.resolve("certificate.pem"), folder.resolve("key.pem"), provider);
    }

    /** The certificate as a client's authority. */
    public Path certificates() {
        return folder.resolve("certificate.pem");
    }

    /** Of a server that has this certificate. */
    public SSLContext serving() throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
