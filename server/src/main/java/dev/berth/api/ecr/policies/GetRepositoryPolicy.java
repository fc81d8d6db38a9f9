package dev.berth.api.ecr.policies;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.repository.RepositoryPolicies;
import org.jspecify.annotations.Nullable;

public final class GetRepositoryPolicy
        implements Operation<GetRepositoryPolicy.Request, RepositoryPolicyShape> {

    public record Request(@Nullable String registryId, @Nullable String repositoryName) {}

    private final RepositoryPolicies policies;

    public GetRepositoryPolicy(RepositoryPolicies policies) {
        this.policies = policies;
    }

    @Override
    public Action action() {
        return Action.ECR_GET_REPOSITORY_POLICY;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<RepositoryPolicyShape> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () ->
                        new RepositoryPolicyShape(
                                registry.account().value(),
                                name.value(),
                                policies.require(registry, name)));
    }
}
