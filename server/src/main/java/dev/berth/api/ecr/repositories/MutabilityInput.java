package dev.berth.api.ecr.repositories;

import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.ExclusionFilterShape;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.TagMutability;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a tag mutability with its exclusion filters. */
final class MutabilityInput {
    private static final String MODE = "imageTagMutability";
    private static final String FILTERS = "imageTagMutabilityExclusionFilters";
    private static final int MAX_FILTERS = 5;
    private static final int MAX_FILTER_LENGTH = 128;
    private static final String FILTER_PATTERN = "^[0-9a-zA-Z._*-]{1,128}$";
    private static final Pattern FILTER = Pattern.compile(FILTER_PATTERN);

    private MutabilityInput() {}

    /** The modes of the wire. */
    private enum Mode {
        IMMUTABLE,
        IMMUTABLE_WITH_EXCLUSION,
        MUTABLE,
        MUTABLE_WITH_EXCLUSION
    }

    private enum FilterType {
        WILDCARD
    }

    static TagMutability read(
            String mode, @Nullable List<@Nullable ExclusionFilterShape> filters, String version) {
        var given = Input.oneOf(MODE, Mode.class, mode);
        if (filters != null) {
            Input.list(FILTERS, filters, MAX_FILTERS).forEach(MutabilityInput::check);
        }
        return switch (given) {
            case MUTABLE -> plain(given, filters, TagMutability.MUTABLE);
            case IMMUTABLE -> plain(given, filters, TagMutability.IMMUTABLE);
            case IMMUTABLE_WITH_EXCLUSION, MUTABLE_WITH_EXCLUSION -> {
                if (filters == null) {
                    throw Input.invalid(FILTERS, filtersMust("can't", given));
                }
                throw new ProblemException(
                        new Problem.NotAvailable(MODE + " " + given.name(), version));
            }
        };
    }

    private static TagMutability plain(
            Mode mode, @Nullable List<@Nullable ExclusionFilterShape> filters, TagMutability is) {
        if (filters != null) {
            throw Input.invalid(FILTERS, filtersMust("must", mode));
        }
        return is;
    }

    private static String filtersMust(String verb, Mode mode) {
        return "ImageTagMutabilityExclusionFilters %s be null when imageTagMutability is set as %s"
                .formatted(verb, mode);
    }

    private static void check(ExclusionFilterShape filter) {
        Input.oneOf(FILTERS, FilterType.class, Input.required(FILTERS, filter.filterType()));
        var text =
                Input.length(
                        FILTERS, Input.required(FILTERS, filter.filter()), 1, MAX_FILTER_LENGTH);
        if (!FILTER.matcher(text).matches()) {
            throw Input.notMatching(FILTERS, FILTER_PATTERN);
        }
    }
}
