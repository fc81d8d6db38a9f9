package dev.berth.session.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An issuer whose tokens are read, and where its keys are. Nothing is ever fetched from an address
 * that a token names.
 *
 * @param url as tokens name it in {@code iss}
 * @param certificates PEM file of the authorities that vouch for the address of the keys; null for
 *     those that the machine trusts
 */
public record OidcIssuer(String url, KeySource keys, @Nullable Path certificates) {
    static final String HTTPS = "https://";
    private static final String KEYS = "jwks=";
    private static final String CERTIFICATES = "ca=";

    /** Where the keys of an issuer are. */
    public sealed interface KeySource {

        /** Where the issuer's own configuration says. */
        record Discovered() implements KeySource {}

        record At(URI address) implements KeySource {}

        record In(Path file) implements KeySource {}
    }

    /** Reads {@code https://issuer [jwks=URL or file] [ca=file]}, as a setting has it. */
    public static Optional<OidcIssuer> tryParse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        Optional<URI> url = address(words[0]);
        if (url.isEmpty() || !words[0].startsWith(HTTPS) || url.get().getRawQuery() != null) {
            return Optional.empty();
        }
        KeySource keys = new KeySource.Discovered();
        @Nullable Path certificates = null;
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith(KEYS) && keys instanceof KeySource.Discovered) {
                Optional<KeySource> given = keySource(words[i].substring(KEYS.length()));
                if (given.isEmpty()) {
                    return Optional.empty();
                }
                keys = given.get();
            } else if (words[i].startsWith(CERTIFICATES) && certificates == null) {
                Optional<Path> given = file(words[i].substring(CERTIFICATES.length()));
                if (given.isEmpty()) {
                    return Optional.empty();
                }
                certificates = given.get();
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new OidcIssuer(words[0], keys, certificates));
    }

    /** Whether keys may come from there: over TLS, or from this machine. */
    static Optional<URI> address(String text) {
        try {
            var address = new URI(text);
            @Nullable String host = address.getHost();
            boolean complete =
                    host != null
                            && address.getRawUserInfo() == null
                            && address.getRawFragment() == null;
            boolean safe =
                    "https".equals(address.getScheme())
                            || ("http".equals(address.getScheme()) && isLoopback(host));
            return complete && safe ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null
                && (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]"));
    }

    private static Optional<KeySource> keySource(String text) {
        return text.contains("://")
                ? address(text).map(KeySource.At::new)
                : file(text).map(KeySource.In::new);
    }

    private static Optional<Path> file(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    /** As {@link #tryParse} reads it. */
    @Override
    public String toString() {
        String source =
                switch (keys) {
                    case KeySource.Discovered _ -> "";
                    case KeySource.At at -> " " + KEYS + at.address();
                    case KeySource.In in -> " " + KEYS + in.file();
                };
        return url + source + (certificates == null ? "" : " " + CERTIFICATES + certificates);
    }
}
