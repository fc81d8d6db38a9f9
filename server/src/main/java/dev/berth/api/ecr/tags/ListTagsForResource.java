package dev.berth.api.ecr.tags;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.shape.TagShape;
import dev.berth.repository.Repositories;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

public final class ListTagsForResource
        implements Operation<ListTagsForResource.Request, ListTagsForResource.Response> {

    public record Request(@Nullable String resourceArn) {}

    public record Response(List<TagShape> tags) {}

    private final Repositories repositories;

    public ListTagsForResource(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public Action action() {
        return Action.ECR_LIST_TAGS_FOR_RESOURCE;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var resource = RepositoryArn.read(request.resourceArn(), call.caller());
        return Plan.of(
                Ask.of(action(), resource.arn()),
                () -> {
                    var repository = repositories.require(resource.registry(), resource.name());
                    var tags = new TreeMap<>(repositories.tags(repository));
                    return new Response(
                            tags.entrySet().stream()
                                    .map(tag -> new TagShape(tag.getKey(), tag.getValue()))
                                    .toList());
                });
    }
}
