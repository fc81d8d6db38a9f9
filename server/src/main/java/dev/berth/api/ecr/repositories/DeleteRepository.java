package dev.berth.api.ecr.repositories;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.RepositoryShape;
import dev.berth.aws.HostTemplate;
import dev.berth.repository.Repositories;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

public final class DeleteRepository
        implements Operation<DeleteRepository.Request, DeleteRepository.Response> {

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable Boolean force) {}

    public record Response(RepositoryShape repository) {}

    private final Repositories repositories;
    private final Supplier<HostTemplate> hosts;

    public DeleteRepository(Repositories repositories, Supplier<HostTemplate> hosts) {
        this.repositories = repositories;
        this.hosts = hosts;
    }

    @Override
    public Action action() {
        return Action.ECR_DELETE_REPOSITORY;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        boolean force = Boolean.TRUE.equals(request.force());
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> {
                    var deleted = repositories.delete(registry, name, force, call.actor());
                    return new Response(RepositoryShape.of(deleted, hosts.get()));
                });
    }
}
