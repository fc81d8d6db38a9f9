package dev.berth.api.ecr.tags;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.input.TagInput;
import dev.berth.api.ecr.shape.TagShape;
import dev.berth.repository.Repositories;
import java.util.List;
import org.jspecify.annotations.Nullable;

public final class TagResource implements Operation<TagResource.Request, TagResource.Response> {

    public record Request(@Nullable String resourceArn, @Nullable List<@Nullable TagShape> tags) {}

    public record Response() {}

    private final Repositories repositories;

    public TagResource(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public Action action() {
        return Action.ECR_TAG_RESOURCE;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var resource = RepositoryArn.read(request.resourceArn(), call.caller());
        var tags = TagInput.tags(Input.required("tags", request.tags()));
        return Plan.of(
                        Ask.of(action(), resource.arn()),
                        () -> {
                            repositories.tag(
                                    resource.registry(), resource.name(), tags, call.actor());
                            return new Response();
                        })
                .withKeys(TagInput.keys(tags));
    }
}
