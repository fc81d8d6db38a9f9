package dev.berth.api.ecr.repositories;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.ExclusionFilterShape;
import dev.berth.repository.Repositories;
import java.util.List;
import org.jspecify.annotations.Nullable;

public final class PutImageTagMutability
        implements Operation<PutImageTagMutability.Request, PutImageTagMutability.Response> {

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable String imageTagMutability,
            @Nullable List<@Nullable ExclusionFilterShape> imageTagMutabilityExclusionFilters) {}

    public record Response(
            String registryId,
            String repositoryName,
            String imageTagMutability,
            @Nullable List<ExclusionFilterShape> imageTagMutabilityExclusionFilters) {}

    private final Repositories repositories;

    public PutImageTagMutability(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public Action action() {
        return Action.ECR_PUT_IMAGE_TAG_MUTABILITY;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var mutability =
                MutabilityInput.read(
                        Input.required("imageTagMutability", request.imageTagMutability()),
                        request.imageTagMutabilityExclusionFilters());
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> {
                    var changed =
                            repositories.changeTagMutability(
                                    registry, name, mutability, call.actor());
                    return new Response(
                            registry.account().value(),
                            name.value(),
                            changed.tagMutability().mode().name(),
                            ExclusionFilterShape.of(changed.tagMutability()));
                });
    }
}
