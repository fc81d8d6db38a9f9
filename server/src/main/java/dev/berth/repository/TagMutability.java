package dev.berth.repository;

import dev.berth.oci.Tag;
import java.util.List;

/**
 * Whether tags may move to another image: a mode for all tags, and filters of those that are
 * treated the other way around. Removing a tag is always allowed.
 */
public record TagMutability(Mode mode, List<TagFilter> exclusions) {
    public static final int MAX_EXCLUSIONS = 5;
    public static final TagMutability MUTABLE = new TagMutability(Mode.MUTABLE, List.of());
    public static final TagMutability IMMUTABLE = new TagMutability(Mode.IMMUTABLE, List.of());

    /** The modes, as ECR names them. */
    public enum Mode {
        IMMUTABLE,
        IMMUTABLE_WITH_EXCLUSION,
        MUTABLE,
        MUTABLE_WITH_EXCLUSION;

        /** Whether filters belong to the mode, one at least. */
        public boolean takesExclusions() {
            return switch (this) {
                case IMMUTABLE, MUTABLE -> false;
                case IMMUTABLE_WITH_EXCLUSION, MUTABLE_WITH_EXCLUSION -> true;
            };
        }
    }

    public TagMutability {
        exclusions = List.copyOf(exclusions);
        if (mode.takesExclusions() == exclusions.isEmpty() || exclusions.size() > MAX_EXCLUSIONS) {
            throw new IllegalArgumentException(mode + " with " + exclusions.size() + " filters");
        }
    }

    /** Whether the tag, when it points at an image already, may be made to point at another. */
    public boolean mayMove(Tag tag) {
        return switch (mode) {
            case MUTABLE -> true;
            case IMMUTABLE -> false;
            case MUTABLE_WITH_EXCLUSION -> !isExcluded(tag);
            case IMMUTABLE_WITH_EXCLUSION -> isExcluded(tag);
        };
    }

    private boolean isExcluded(Tag tag) {
        return exclusions.stream().anyMatch(filter -> filter.matches(tag));
    }
}
