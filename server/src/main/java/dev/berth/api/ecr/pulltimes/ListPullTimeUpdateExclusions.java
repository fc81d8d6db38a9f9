package dev.berth.api.ecr.pulltimes;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.PageRequest;
import dev.berth.image.ExcludedPrincipal;
import dev.berth.image.PullTimeExclusions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

public final class ListPullTimeUpdateExclusions
        implements Operation<
                ListPullTimeUpdateExclusions.Request, ListPullTimeUpdateExclusions.Response> {

    public record Request(@Nullable Long maxResults, @Nullable String nextToken) {}

    public record Response(List<String> pullTimeUpdateExclusions, @Nullable String nextToken) {}

    private final PullTimeExclusions exclusions;

    public ListPullTimeUpdateExclusions(PullTimeExclusions exclusions) {
        this.exclusions = exclusions;
    }

    @Override
    public Action action() {
        return Action.ECR_LIST_PULL_TIME_UPDATE_EXCLUSIONS;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = call.caller().registry();
        var page =
                PageRequest.of(
                        request.maxResults(),
                        request.nextToken(),
                        List.of(action().iamName(), registry.repositoryArn("").toString()));
        var after = page.after(ListPullTimeUpdateExclusions::position);
        return Plan.of(
                Ask.onEverything(action()),
                () -> {
                    var cut =
                            page.cut(
                                    exclusions.list(registry, after, page.limit()),
                                    last -> List.of(last.arn()));
                    return new Response(
                            cut.entries().stream().map(ExcludedPrincipal::arn).toList(),
                            cut.nextToken());
                });
    }

    private static Optional<ExcludedPrincipal> position(List<String> key) {
        return Optional.of(key.getFirst())
                .filter(ExcludedPrincipal::isValid)
                .map(ExcludedPrincipal::new);
    }
}
