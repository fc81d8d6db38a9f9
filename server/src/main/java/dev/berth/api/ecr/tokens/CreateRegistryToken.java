package dev.berth.api.ecr.tokens;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Caller;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.aws.Arn;
import dev.berth.aws.HostTemplate;
import dev.berth.token.RobotTokens;
import dev.berth.token.TokenHolders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A token for the caller, or for a user or role of his account. Its text is in no other answer. */
public final class CreateRegistryToken
        implements Operation<CreateRegistryToken.Request, CreateRegistryToken.Response> {
    private static final String LOGIN_USER = "AWS";

    /** By which policies bound how long a token may live, in seconds. */
    private static final String LIFETIME_KEY = "berth:tokenlifetime";

    public record Request(
            @Nullable String name,
            @Nullable String description,
            @Nullable String principalArn,
            @Nullable List<@Nullable String> repositories,
            @Nullable List<@Nullable String> actions,
            @Nullable Long lifetimeSeconds) {}

    /**
     * The token and its text.
     *
     * @param authorizationToken user and password as GetAuthorizationToken gives them
     */
    public record Response(
            RegistryTokenShape registryToken,
            String username,
            String password,
            String authorizationToken,
            String proxyEndpoint) {}

    private final RobotTokens tokens;
    private final Supplier<HostTemplate> hosts;

    public CreateRegistryToken(RobotTokens tokens, Supplier<HostTemplate> hosts) {
        this.tokens = tokens;
        this.hosts = hosts;
    }

    @Override
    public Action action() {
        return Action.BERTH_CREATE_REGISTRY_TOKEN;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        Caller caller = call.caller();
        @Nullable Arn holder =
                request.principalArn() == null
                        ? null
                        : TokenInput.principal(request.principalArn());
        var wanted =
                new RobotTokens.NewToken(
                        TokenInput.name(request.name()),
                        TokenInput.description(request.description()),
                        holder,
                        TokenInput.scope(request.repositories(), request.actions()),
                        TokenInput.lifetime(request.lifetimeSeconds()));
        var lifetime = List.of(Long.toString(wanted.lifetime().toSeconds()));
        Ask ask =
                (holder == null ? TokenHolders.ownArn(caller) : Optional.of(holder))
                        .map(arn -> Ask.of(action(), arn))
                        .orElse(Ask.onEverything(action()));
        return Plan.of(ask, () -> response(tokens.create(caller, wanted, call.actor()), caller))
                .withKeys(key -> key.equals(LIFETIME_KEY) ? lifetime : null);
    }

    private Response response(RobotTokens.Created created, Caller caller) {
        String login = LOGIN_USER + ":" + created.text();
        return new Response(
                RegistryTokenShape.of(created.token()),
                LOGIN_USER,
                created.text(),
                Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)),
                hosts.get().endpoint(caller.registry()));
    }
}
