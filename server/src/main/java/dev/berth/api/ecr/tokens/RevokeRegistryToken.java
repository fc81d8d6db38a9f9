package dev.berth.api.ecr.tokens;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.aws.Arn;
import dev.berth.token.RobotTokens;
import org.jspecify.annotations.Nullable;

/**
 * Ends one token. Where the request names whose it is, the right to end the tokens of that
 * principal is enough.
 */
public final class RevokeRegistryToken
        implements Operation<RevokeRegistryToken.Request, RevokeRegistryToken.Response> {

    public record Request(@Nullable String tokenId, @Nullable String principalArn) {}

    public record Response(RegistryTokenShape registryToken) {}

    private final RobotTokens tokens;

    public RevokeRegistryToken(RobotTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Action action() {
        return Action.BERTH_REVOKE_REGISTRY_TOKEN;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var id = TokenInput.tokenId(request.tokenId());
        @Nullable Arn holder =
                request.principalArn() == null
                        ? null
                        : TokenInput.principal(request.principalArn());
        return Plan.of(
                holder == null ? Ask.onEverything(action()) : Ask.of(action(), holder),
                () ->
                        new Response(
                                RegistryTokenShape.of(
                                        tokens.revoke(call.caller(), id, holder, call.actor()))));
    }
}
