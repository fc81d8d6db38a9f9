package dev.berth.api.awsquery;

import dev.berth.access.Ask;
import dev.berth.policy.ConditionKeys;
import java.util.List;

/** One operation of a service that speaks the Query protocol. */
public interface QueryOperation {

    /** As AWS names it; what {@code Action} says. */
    String name();

    /** What must be allowed before {@link #run}; never nothing. */
    List<Ask> asks(QueryCall call);

    /** What the parameters say to conditions, such as the tags of what is to be made. */
    default ConditionKeys keys(QueryCall call) {
        return ConditionKeys.none();
    }

    /** Whether a link may ask for it, which anyone can open who sees it. */
    default boolean isOpenToLinks() {
        return false;
    }

    QueryAnswer run(QueryCall call);
}
