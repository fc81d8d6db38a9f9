package dev.berth.api.ecr.input;

import dev.berth.api.ecr.shape.TagShape;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tags of resources as a map; what a key and a value may be, the feature knows. */
public final class TagInput {
    private TagInput() {}

    public static Map<String, String> tags(List<@Nullable TagShape> given) {
        var tags = new LinkedHashMap<String, String>();
        for (TagShape tag : Input.withoutNulls("tags", given)) {
            var key = Input.required("tags", tag.key());
            if (tags.put(key, Input.required("tags", tag.value())) != null) {
                throw new ProblemException(
                        new Problem.InvalidResourceTag(
                                "The tag key '%s' is given more than once".formatted(key)));
            }
        }
        return tags;
    }
}
