package dev.berth.session;

import dev.berth.access.Directory;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.MalformedPolicyException;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.problem.IdentityFault;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What may be put into a session. */
final class ContentsCheck {
    static final int MAX_TAGS = 50;
    static final int MAX_MANAGED_POLICIES = 10;
    private static final int MAX_TAG_KEY = 128;
    private static final int MAX_TAG_VALUE = 256;
    private static final Pattern TAG_TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final String RESERVED = "aws:";
    private static final String OF_AWS = "aws";

    private final Directory directory;

    ContentsCheck(Directory directory) {
        this.directory = directory;
    }

    /**
     * All that can be said before anyone may look at policies.
     *
     * @param inherited keys of the tags that the caller's own session hands on
     */
    void requireForm(SessionContents contents, Set<String> inherited) {
        requirePolicy(contents);
        if (contents.managedPolicies().size() > MAX_MANAGED_POLICIES) {
            throw Refusal.of(
                    IdentityFault.VALIDATION_ERROR,
                    "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to "
                            + MAX_MANAGED_POLICIES);
        }
        requireTags(contents);
        requireTransitive(contents, lowerCase(inherited));
    }

    /** Session policies are those of AWS, or of the account in which the session is. */
    void requireManagedPolicies(SessionContents contents, AccountId account) {
        for (Arn arn : contents.managedPolicies()) {
            boolean reachable =
                    arn.account().equals(OF_AWS) || arn.account().equals(account.value());
            if (!reachable || directory.managedPolicy(arn).isEmpty()) {
                throw Refusal.of(
                        IdentityFault.NO_SUCH_ENTITY,
                        "Policy %s does not exist or is not attachable.".formatted(arn));
            }
        }
    }

    private static void requirePolicy(SessionContents contents) {
        try {
            contents.policies().forEach(text -> PolicyParser.parse(text, PolicyKind.SESSION));
        } catch (MalformedPolicyException e) {
            throw Refusal.of(
                    IdentityFault.MALFORMED_POLICY_DOCUMENT, String.valueOf(e.getMessage()));
        }
    }

    private static void requireTags(SessionContents contents) {
        if (contents.tags().size() > MAX_TAGS) {
            throw Refusal.invalid(
                    "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to "
                            + MAX_TAGS);
        }
        var keys = new HashSet<String>();
        contents.tags()
                .forEach((key, value) -> {
                    requireText(key, 1, MAX_TAG_KEY);
                    requireText(value, 0, MAX_TAG_VALUE);
                    String lower = key.toLowerCase(Locale.ROOT);
                    if (lower.startsWith(RESERVED)) {
                        throw Refusal.invalid(
                                "Keys that begin with 'aws:' are reserved for the use of AWS.");
                    }
                    if (!keys.add(lower)) {
                        throw Refusal.invalid(
                                "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
                    }
                });
    }

    private static void requireText(String text, int least, int most) {
        if (text.length() < least || text.length() > most || !TAG_TEXT.matcher(text).matches()) {
            throw Refusal.invalid(
                    "1 validation error detected: Value '%s' at 'tags' failed to satisfy constraint: Member must have %d to %d characters and satisfy regular expression pattern: %s"
                            .formatted(text, least, most, TAG_TEXT));
        }
    }

    private static void requireTransitive(SessionContents contents, Set<String> inherited) {
        Set<String> given = lowerCase(contents.tags().keySet());
        for (String key : lowerCase(contents.transitiveTags())) {
            if (!given.contains(key)) {
                throw Refusal.invalid(
                        "The specified transitive tag key must be included in the requested tags.");
            }
        }
        for (String key : given) {
            if (inherited.contains(key)) {
                throw Refusal.invalid(
                        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
            }
        }
    }

    private static Set<String> lowerCase(Set<String> keys) {
        var lower = new HashSet<String>();
        keys.forEach(key -> lower.add(key.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
