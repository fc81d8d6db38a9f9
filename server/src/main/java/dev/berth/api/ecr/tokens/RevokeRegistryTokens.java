package dev.berth.api.ecr.tokens;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.aws.EpochSeconds;
import dev.berth.token.RobotTokens;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Ends all tokens of a principal, those of its logins and downloads among them. */
public final class RevokeRegistryTokens
        implements Operation<RevokeRegistryTokens.Request, RevokeRegistryTokens.Response> {

    public record Request(@Nullable String principalArn) {}

    /** All that was issued until then. */
    public record Response(BigDecimal revokedUntil) {}

    private final RobotTokens tokens;

    public RevokeRegistryTokens(RobotTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Action action() {
        return Action.BERTH_REVOKE_REGISTRY_TOKENS;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var holder = TokenInput.principal(Input.required("principalArn", request.principalArn()));
        return Plan.of(
                Ask.of(action(), holder),
                () ->
                        new Response(
                                EpochSeconds.of(
                                        tokens.revokeAll(call.caller(), holder, call.actor()))));
    }
}
