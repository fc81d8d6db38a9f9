package dev.berth.repository;

import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import java.util.Locale;
import java.util.Map;

/** What may be a resource tag. */
final class ResourceTags {
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;
    private static final String RESERVED = "aws:";

    private ResourceTags() {}

    /** Refuses tags that may not be; how many there may be is a matter of the whole set. */
    static void check(Map<String, String> tags) {
        tags.forEach((key, value) -> {
            int length = key.codePointCount(0, key.length());
            if (length < 1 || length > MAX_KEY) {
                throw refusal("A tag key has 1 to " + MAX_KEY + " characters");
            }
            if (key.toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
                throw refusal("Tag keys that begin with '" + RESERVED + "' are reserved");
            }
            if (value.codePointCount(0, value.length()) > MAX_VALUE) {
                throw refusal("A tag value has at most " + MAX_VALUE + " characters");
            }
        });
    }

    static void checkCount(int count, int limit) {
        if (count > limit) {
            throw new ProblemException(new RepositoryProblem.TooManyResourceTags(limit));
        }
    }

    private static ProblemException refusal(String message) {
        return new ProblemException(new RepositoryProblem.InvalidResourceTag(message));
    }
}
