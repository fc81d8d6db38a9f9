package dev.berth.api.ecr.tags;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.input.TagInput;
import dev.berth.repository.Repositories;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

public final class UntagResource
        implements Operation<UntagResource.Request, UntagResource.Response> {

    public record Request(@Nullable String resourceArn, @Nullable List<@Nullable String> tagKeys) {}

    public record Response() {}

    private final Repositories repositories;

    public UntagResource(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public Action action() {
        return Action.ECR_UNTAG_RESOURCE;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var resource = RepositoryArn.read(request.resourceArn(), call.caller());
        var keys =
                Set.copyOf(
                        Input.withoutNulls(
                                "tagKeys", Input.required("tagKeys", request.tagKeys())));
        return Plan.of(
                        Ask.of(action(), resource.arn()),
                        () -> {
                            repositories.untag(
                                    resource.registry(), resource.name(), keys, call.actor());
                            return new Response();
                        })
                .withKeys(TagInput.keys(keys));
    }
}
