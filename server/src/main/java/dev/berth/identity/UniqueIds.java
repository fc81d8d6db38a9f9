package dev.berth.identity;

import java.security.SecureRandom;

/** Ids in the form of AWS's: a prefix that tells the kind, and what nobody guesses. */
public final class UniqueIds {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LENGTH = 21;
    private static final int LENGTH_OF_KEYS = 20;

    private final SecureRandom random;

    public UniqueIds(SecureRandom random) {
        this.random = random;
    }

    public String user() {
        return next("AIDA", LENGTH);
    }

    public String group() {
        return next("AGPA", LENGTH);
    }

    public String role() {
        return next("AROA", LENGTH);
    }

    public String policy() {
        return next("ANPA", LENGTH);
    }

    /** Of a provider of identities; AWS gives those none, and nobody is shown it. */
    public String provider() {
        return next("AOIP", LENGTH);
    }

    String accessKey() {
        return next("AKIA", LENGTH_OF_KEYS);
    }

    private String next(String prefix, int length) {
        var id = new StringBuilder(prefix);
        while (id.length() < length) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
