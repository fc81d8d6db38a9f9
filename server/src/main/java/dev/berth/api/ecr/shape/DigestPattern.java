package dev.berth.api.ecr.shape;

import java.util.regex.Pattern;

/**
 * What ECR takes for the text of a digest. It is wider than what a registry can hold, so a text may
 * match and still be the digest of nothing.
 */
public final class DigestPattern {
    public static final String TEXT = "[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+";

    private static final Pattern PATTERN = Pattern.compile("[a-zA-Z0-9\\-_+.]++:[a-fA-F0-9]++");

    private DigestPattern() {}

    public static boolean matches(String text) {
        return PATTERN.matcher(text).matches();
    }
}
