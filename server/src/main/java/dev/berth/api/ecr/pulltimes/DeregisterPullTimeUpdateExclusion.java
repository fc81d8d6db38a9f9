package dev.berth.api.ecr.pulltimes;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.image.PullTimeExclusions;
import org.jspecify.annotations.Nullable;

public final class DeregisterPullTimeUpdateExclusion
        implements Operation<
                DeregisterPullTimeUpdateExclusion.Request,
                DeregisterPullTimeUpdateExclusion.Response> {

    public record Request(@Nullable String principalArn) {}

    public record Response(String principalArn) {}

    private final PullTimeExclusions exclusions;

    public DeregisterPullTimeUpdateExclusion(PullTimeExclusions exclusions) {
        this.exclusions = exclusions;
    }

    @Override
    public Action action() {
        return Action.ECR_DEREGISTER_PULL_TIME_UPDATE_EXCLUSION;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var principal = PrincipalInput.read(request.principalArn());
        return Plan.of(
                Ask.onEverything(action()),
                () -> {
                    exclusions.deregister(call.caller().registry(), principal, call.actor());
                    return new Response(principal.arn());
                });
    }
}
