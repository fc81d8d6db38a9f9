package dev.berth.session.oidc;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;

/** Reads a set of keys and leaves the public ones that signatures can be verified with. */
final class JwksReader {
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_KEYS = 100;

    private JwksReader() {}

    /**
     * @throws IOException when it is no set of keys, or none of them is of use
     */
    static List<JWK> read(String text) throws IOException {
        List<JWK> keys;
        try {
            keys =
                    JWKSet.parse(text).getKeys().stream()
                            .filter(JwksReader::isUsable)
                            .map(JWK::toPublicJWK)
                            .toList();
        } catch (ParseException | RuntimeException e) {
            throw new IOException("not a JSON Web Key Set: " + e.getMessage(), e);
        }
        if (keys.isEmpty()) {
            throw new IOException("a JSON Web Key Set without a key that verifies signatures");
        }
        if (keys.size() > MAX_KEYS) {
            throw new IOException("a JSON Web Key Set of more than " + MAX_KEYS + " keys");
        }
        return keys;
    }

    private static boolean isUsable(JWK key) {
        return switch (key) {
            case RSAKey rsa -> rsa.size() >= MIN_RSA_BITS;
            case ECKey _ -> true;
            // symmetric keys above all: whoever can read the set could sign with them
            case JWK _ -> false;
        };
    }
}
