package dev.berth.api.ecr;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;

/** An operation of ECR that this version does not have yet, and says so whatever its input. */
record NotBuilt(Action action, String version) implements Operation<NotBuilt.Request, Void> {

    /** Members of no interest. */
    record Request() {}

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Void> plan(Request request, Call call) {
        return Plan.of(
                Ask.onEverything(action),
                () -> {
                    throw new ProblemException(new Problem.NotAvailable(name(), version));
                });
    }
}
