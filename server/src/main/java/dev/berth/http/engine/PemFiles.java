package dev.berth.http.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its chain, and the key that belongs to it. Every fault is one line that names
 * the file, for whoever wrote its path into the settings.
 */
record PemFiles(List<X509Certificate> chain, PrivateKey key) {
    private static final Pattern CERTIFICATE = block("(?:X509 |TRUSTED )?CERTIFICATE");
    private static final Pattern KEY = block("PRIVATE KEY");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    PemFiles {
        chain = List.copyOf(chain);
    }

    static PemFiles read(Path certificate, Path key) throws IOException {
        var files = new PemFiles(chain(certificate), key(key));
        if (!belongTogether(files.chain().getFirst().getPublicKey(), files.key())) {
            throw new IOException(
                    "the key %s does not belong to the certificate %s".formatted(key, certificate));
        }
        return files;
    }

    private static Pattern block(String name) {
        return Pattern.compile(
                "-----BEGIN %1$s-----([A-Za-z0-9+/=\\s]+)-----END %1$s-----".formatted(name));
    }

    private static List<X509Certificate> chain(Path file) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (byte[] block : blocks(CERTIFICATE, text("certificate", file))) {
                chain.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(block)));
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IOException(file + " is not a certificate in PEM form", e);
        }
        if (chain.isEmpty()) {
            throw new IOException(file + " is not a certificate in PEM form");
        }
        return chain;
    }

    private static PrivateKey key(Path file) throws IOException {
        try {
            for (byte[] block : blocks(KEY, text("key", file))) {
                Optional<PrivateKey> key = key(new PKCS8EncodedKeySpec(block));
                if (key.isPresent()) {
                    return key.get();
                }
            }
        } catch (IllegalArgumentException e) {
            throw noKey(file, e);
        }
        throw noKey(file, null);
    }

    private static IOException noKey(Path file, @Nullable Throwable cause) {
        return new IOException(
                "%1$s is not an unencrypted PKCS#8 key in PEM form; openssl pkcs8 -topk8 -nocrypt -in %1$s -out NEW makes one"
                        .formatted(file),
                cause);
    }

    private static Optional<PrivateKey> key(PKCS8EncodedKeySpec encoded) {
        return ALGORITHMS.stream().flatMap(name -> key(name, encoded).stream()).findFirst();
    }

    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (GeneralSecurityException _) {
            return Optional.empty(); // it may be a key of another algorithm
        }
    }

    private static List<byte[]> blocks(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> Base64.getMimeDecoder().decode(found.group(1)))
                .toList();
    }

    private static String text(String what, Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no %s %s".formatted(what, file), e);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "the %s %s may not be read by this user".formatted(what, file), e);
        } catch (IOException e) {
            throw new IOException(
                    "the %s %s cannot be read: %s".formatted(what, file, e.getMessage()), e);
        }
    }

    private static boolean belongTogether(PublicKey certified, PrivateKey key) {
        if (certified instanceof RSAKey first && key instanceof RSAKey second) {
            return first.getModulus().equals(second.getModulus());
        }
        try {
            var signature =
                    Signature.getInstance(
                            key.getAlgorithm().equals("EC")
                                    ? "SHA256withECDSA"
                                    : key.getAlgorithm());
            byte[] content = {1, 2, 3};
            signature.initSign(key);
            signature.update(content);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false; // they are not even of one kind
        }
    }
}
