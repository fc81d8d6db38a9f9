package dev.berth.api.awsquery;

import dev.berth.access.Ask;
import java.util.List;

/** One operation of a service that speaks the Query protocol. */
public interface QueryOperation {

    /** As AWS names it; what {@code Action} says. */
    String name();

    /** What must be allowed before {@link #run}; never nothing. */
    List<Ask> asks(QueryCall call);

    QueryAnswer run(QueryCall call);
}
