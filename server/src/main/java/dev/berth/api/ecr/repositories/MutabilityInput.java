package dev.berth.api.ecr.repositories;

import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.ExclusionFilterShape;
import dev.berth.repository.TagFilter;
import dev.berth.repository.TagMutability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a tag mutability with its exclusion filters. */
final class MutabilityInput {
    private static final String MODE = "imageTagMutability";
    private static final String FILTERS = "imageTagMutabilityExclusionFilters";
    private static final int MAX_FILTER_LENGTH = 128;

    private MutabilityInput() {}

    private enum FilterType {
        WILDCARD
    }

    static TagMutability read(String mode, @Nullable List<@Nullable ExclusionFilterShape> filters) {
        var given = Input.oneOf(MODE, TagMutability.Mode.class, mode);
        List<TagFilter> exclusions =
                filters == null
                        ? List.of()
                        : Input.list(FILTERS, filters, TagMutability.MAX_EXCLUSIONS).stream()
                                .map(MutabilityInput::filter)
                                .toList();
        if (given.takesExclusions() == exclusions.isEmpty()) {
            throw Input.invalid(
                    FILTERS,
                    "ImageTagMutabilityExclusionFilters %s be null when imageTagMutability is set as %s"
                            .formatted(given.takesExclusions() ? "can't" : "must", given));
        }
        return new TagMutability(given, exclusions);
    }

    private static TagFilter filter(ExclusionFilterShape filter) {
        Input.oneOf(FILTERS, FilterType.class, Input.required(FILTERS, filter.filterType()));
        var text =
                Input.length(
                        FILTERS, Input.required(FILTERS, filter.filter()), 1, MAX_FILTER_LENGTH);
        if (!TagFilter.isValid(text)) {
            throw Input.notMatching(FILTERS, TagFilter.GRAMMAR);
        }
        return new TagFilter(text);
    }
}
