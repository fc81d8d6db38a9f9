package dev.berth.api.ecr.shape;

import dev.berth.repository.TagMutability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tag filter that turns the mutability of a repository around. */
public record ExclusionFilterShape(@Nullable String filterType, @Nullable String filter) {
    /** The one type of filter that there is. */
    public static final String WILDCARD = "WILDCARD";

    /** Null where there are none: the wire leaves the member out. */
    public static @Nullable List<ExclusionFilterShape> of(TagMutability tagMutability) {
        return tagMutability.exclusions().isEmpty()
                ? null
                : tagMutability.exclusions().stream()
                        .map(filter -> new ExclusionFilterShape(WILDCARD, filter.text()))
                        .toList();
    }
}
