package dev.berth.api.ecr.input;

import dev.berth.api.ecr.shape.TagShape;
import dev.berth.policy.ConditionKeys;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tags of resources as a map; what a key and a value may be, the feature knows. */
public final class TagInput {
    private static final String TAG_KEYS = "aws:tagkeys";
    private static final String REQUEST_TAG = "aws:requesttag/";

    private TagInput() {}

    /** What the conditions of policies may ask of tags in a request. */
    public static ConditionKeys keys(Map<String, String> tags) {
        return key -> {
            if (key.equals(TAG_KEYS)) {
                return List.copyOf(tags.keySet());
            }
            return key.startsWith(REQUEST_TAG)
                    ? value(tags, key.substring(REQUEST_TAG.length()))
                    : null;
        };
    }

    /** The same where a request gives keys alone. */
    public static ConditionKeys keys(Collection<String> tagKeys) {
        return key -> key.equals(TAG_KEYS) ? List.copyOf(tagKeys) : null;
    }

    private static @Nullable List<String> value(Map<String, String> tags, String name) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (tag.getKey().equalsIgnoreCase(name)) {
                return List.of(tag.getValue());
            }
        }
        return null;
    }

    public static Map<String, String> tags(List<@Nullable TagShape> given) {
        var tags = new LinkedHashMap<String, String>();
        for (TagShape tag : Input.withoutNulls("tags", given)) {
            var key = Input.required("tags", tag.key());
            if (tags.put(key, Input.required("tags", tag.value())) != null) {
                throw new ProblemException(
                        new RepositoryProblem.InvalidResourceTag(
                                "The tag key '%s' is given more than once".formatted(key)));
            }
        }
        return tags;
    }
}
