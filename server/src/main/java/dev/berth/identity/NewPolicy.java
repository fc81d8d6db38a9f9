package dev.berth.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a managed policy is made of. */
public record NewPolicy(
        String path, String name, @Nullable String description, String document, List<Tag> tags) {
    public NewPolicy {
        tags = List.copyOf(tags);
    }
}
