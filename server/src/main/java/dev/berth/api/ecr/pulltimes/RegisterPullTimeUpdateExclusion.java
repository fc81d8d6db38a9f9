package dev.berth.api.ecr.pulltimes;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.aws.EpochSeconds;
import dev.berth.image.PullTimeExclusions;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

public final class RegisterPullTimeUpdateExclusion
        implements Operation<
                RegisterPullTimeUpdateExclusion.Request, RegisterPullTimeUpdateExclusion.Response> {

    public record Request(@Nullable String principalArn) {}

    public record Response(String principalArn, BigDecimal createdAt) {}

    private final PullTimeExclusions exclusions;

    public RegisterPullTimeUpdateExclusion(PullTimeExclusions exclusions) {
        this.exclusions = exclusions;
    }

    @Override
    public Action action() {
        return Action.ECR_REGISTER_PULL_TIME_UPDATE_EXCLUSION;
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
                    var since =
                            exclusions.register(call.caller().registry(), principal, call.actor());
                    return new Response(principal.arn(), EpochSeconds.of(since));
                });
    }
}
