package dev.berth.api.ecr.authorization;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Caller;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.aws.EpochSeconds;
import dev.berth.aws.HostTemplate;
import dev.berth.aws.Registry;
import dev.berth.token.LoginTokens;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One token serves all registries that its principal may use; only the endpoints differ. */
public final class GetAuthorizationToken
        implements Operation<GetAuthorizationToken.Request, GetAuthorizationToken.Response> {
    private static final int MAX_REGISTRIES = 10;
    private static final String LOGIN_USER = "AWS";

    public record Request(@Nullable List<@Nullable String> registryIds) {}

    public record Response(List<AuthorizationData> authorizationData) {}

    public record AuthorizationData(
            String authorizationToken, BigDecimal expiresAt, String proxyEndpoint) {}

    private final LoginTokens tokens;
    private final Supplier<HostTemplate> hosts;

    public GetAuthorizationToken(LoginTokens tokens, Supplier<HostTemplate> hosts) {
        this.tokens = tokens;
        this.hosts = hosts;
    }

    @Override
    public Action action() {
        return Action.ECR_GET_AUTHORIZATION_TOKEN;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registries =
                request.registryIds() == null
                        ? List.of(call.caller().registry())
                        : registries(request.registryIds(), call.caller());
        return Plan.of(
                Ask.onEverything(action()), () -> new Response(data(registries, call.caller())));
    }

    private static List<Registry> registries(List<@Nullable String> given, Caller caller) {
        return Input.list("registryIds", given, MAX_REGISTRIES).stream()
                .map(id -> Input.account("registryIds", id))
                .map(account -> new Registry(account, caller.registry().region()))
                .toList();
    }

    private List<AuthorizationData> data(List<Registry> registries, Caller caller) {
        var issued = tokens.issue(caller);
        var login = (LOGIN_USER + ":" + issued.text()).getBytes(StandardCharsets.UTF_8);
        var token = Base64.getEncoder().encodeToString(login);
        var template = hosts.get();
        return registries.stream()
                .map(registry ->
                        new AuthorizationData(
                                token,
                                EpochSeconds.of(issued.expiresAt()),
                                template.endpoint(registry)))
                .toList();
    }
}
