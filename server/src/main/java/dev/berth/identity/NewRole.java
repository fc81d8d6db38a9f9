package dev.berth.identity;

import dev.berth.aws.Arn;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a role is made of.
 *
 * @param trustPolicy as its author writes it: principals by their ARNs
 */
public record NewRole(
        String path,
        String name,
        @Nullable String description,
        String trustPolicy,
        Duration maxSession,
        @Nullable Arn boundary,
        List<Tag> tags) {
    public NewRole {
        tags = List.copyOf(tags);
    }
}
