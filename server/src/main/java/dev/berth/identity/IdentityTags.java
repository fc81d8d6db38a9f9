package dev.berth.identity;

import dev.berth.problem.IdentityFault;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** What tags may be given. */
final class IdentityTags {
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;
    private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final String RESERVED = "aws:";

    private IdentityTags() {}

    static void check(List<Tag> tags) {
        var keys = new HashSet<String>();
        for (Tag tag : tags) {
            checkKey(tag.key());
            IdentityNames.requireAtMost(tag.value(), "tags.member.value", MAX_VALUE);
            if (!TEXT.matcher(tag.key()).matches() || !TEXT.matcher(tag.value()).matches()) {
                throw Refusal.invalid(
                        "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
            }
            if (!keys.add(IdentityNames.key(tag.key()))) {
                throw Refusal.of(
                        IdentityFault.INVALID_INPUT,
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }
    }

    private static void checkKey(String key) {
        IdentityNames.requireLength(key, "tags.member.key", MAX_KEY);
        if (IdentityNames.key(key).startsWith(RESERVED)) {
            throw Refusal.of(
                    IdentityFault.INVALID_INPUT,
                    "Keys that begin with 'aws:' are reserved for the use of AWS.");
        }
    }
}
