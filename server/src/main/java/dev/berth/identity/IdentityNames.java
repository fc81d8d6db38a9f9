package dev.berth.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/** What names and paths may be, with the words in which IAM refuses others. */
public final class IdentityNames {
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
    private static final Pattern PATH = Pattern.compile("/|/[\\x21-\\x7E]+/");
    private static final int MAX_PATH = 512;
    private static final int MAX_POLICY_NAME = 128;

    private IdentityNames() {}

    /** Names that differ by their case alone are the same. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static void requirePolicyName(String name) {
        require(name, "policyName", MAX_POLICY_NAME);
    }

    /**
     * Refuses what no name may be.
     *
     * @param member the input's, as the error names it
     */
    public static void require(String name, String member, int maxLength) {
        requireLength(name, member, maxLength);
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid(
                    "The specified value for %s is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-"
                            .formatted(member));
        }
    }

    public static void requirePath(String path) {
        requireLength(path, "path", MAX_PATH);
        if (!PATH.matcher(path).matches()) {
            throw Refusal.invalid(
                    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");
        }
    }

    static void requireLength(String value, String member, int maxLength) {
        if (value.isEmpty()) {
            throw constraint(member, "greater", 1);
        }
        requireAtMost(value, member, maxLength);
    }

    static void requireAtMost(String value, String member, int maxLength) {
        if (value.length() > maxLength) {
            throw constraint(member, "less", maxLength);
        }
    }

    private static RuntimeException constraint(String member, String order, int length) {
        return Refusal.invalid(
                "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must have length %s than or equal to %d"
                        .formatted(member, order, length));
    }
}
