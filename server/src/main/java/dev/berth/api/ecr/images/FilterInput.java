package dev.berth.api.ecr.images;

import dev.berth.access.Action;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.ImageFilterShape;
import dev.berth.aws.Arn;
import dev.berth.image.ImageState;
import dev.berth.image.TagStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which images a listing means; without a filter those that are active, tagged or not. */
record FilterInput(TagStatus tagStatus, Set<ImageState> states) {
    FilterInput {
        states = Set.copyOf(states);
    }

    private enum Status {
        ACTIVATING,
        ACTIVE,
        ANY,
        ARCHIVED
    }

    static FilterInput read(@Nullable ImageFilterShape filter) {
        var tagStatus = filter == null ? null : filter.tagStatus();
        var status = filter == null ? null : filter.imageStatus();
        return new FilterInput(
                tagStatus == null
                        ? TagStatus.ANY
                        : Input.oneOf("tagStatus", TagStatus.class, tagStatus),
                states("imageStatus", status));
    }

    /** The states that a status means; ACTIVE where the request does not say. */
    static Set<ImageState> states(String member, @Nullable String status) {
        return switch (status == null ? Status.ACTIVE : Input.oneOf(member, Status.class, status)) {
            case ACTIVATING -> Set.of(ImageState.ACTIVATING);
            case ACTIVE -> Set.of(ImageState.ACTIVE);
            case ARCHIVED -> Set.of(ImageState.ARCHIVED);
            case ANY -> ImageState.PRESENT;
        };
    }

    /** What a page token is bound to: operation, repository and filter. */
    List<String> listing(Action action, Arn repository) {
        return List.of(action.iamName(), repository.toString(), tagStatus.name(), name(states));
    }

    /** States in an order that is always the same. */
    static String name(Set<ImageState> states) {
        return EnumSet.copyOf(states).toString();
    }
}
