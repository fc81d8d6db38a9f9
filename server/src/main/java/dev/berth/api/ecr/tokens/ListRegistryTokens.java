package dev.berth.api.ecr.tokens;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.PageRequest;
import dev.berth.aws.Arn;
import dev.berth.token.RobotTokens;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tokens of a principal, or of the account where none is named. */
public final class ListRegistryTokens
        implements Operation<ListRegistryTokens.Request, ListRegistryTokens.Response> {

    public record Request(
            @Nullable String principalArn,
            @Nullable Boolean includeLogins,
            @Nullable Long maxResults,
            @Nullable String nextToken) {}

    public record Response(List<RegistryTokenShape> registryTokens, @Nullable String nextToken) {}

    private final RobotTokens tokens;

    public ListRegistryTokens(RobotTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Action action() {
        return Action.BERTH_LIST_REGISTRY_TOKENS;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        @Nullable Arn holder =
                request.principalArn() == null
                        ? null
                        : TokenInput.principal(request.principalArn());
        var listing =
                new RobotTokens.Listing(
                        call.caller().registry().account(),
                        holder,
                        Boolean.TRUE.equals(request.includeLogins()));
        var page =
                PageRequest.of(
                        request.maxResults(),
                        request.nextToken(),
                        List.of(action().iamName(), listing.toString()));
        var after = page.after(key -> Optional.of(key.getFirst()));
        return Plan.of(
                holder == null ? Ask.onEverything(action()) : Ask.of(action(), holder),
                () -> {
                    var cut =
                            page.cut(
                                    tokens.list(listing, after, page.limit()),
                                    last -> List.of(last.id().toString()));
                    return new Response(
                            cut.entries().stream().map(RegistryTokenShape::of).toList(),
                            cut.nextToken());
                });
    }
}
