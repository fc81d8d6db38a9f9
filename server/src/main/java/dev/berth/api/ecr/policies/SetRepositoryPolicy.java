package dev.berth.api.ecr.policies;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Authorizer;
import dev.berth.access.Decision;
import dev.berth.access.ResourcePolicies.ResourceFacts;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.repository.RepositoryPolicies;
import org.jspecify.annotations.Nullable;

public final class SetRepositoryPolicy
        implements Operation<SetRepositoryPolicy.Request, RepositoryPolicyShape> {

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable String policyText,
            @Nullable Boolean force) {}

    private final RepositoryPolicies policies;
    private final Authorizer authorizer;

    public SetRepositoryPolicy(RepositoryPolicies policies, Authorizer authorizer) {
        this.policies = policies;
        this.authorizer = authorizer;
    }

    @Override
    public Action action() {
        return Action.ECR_SET_REPOSITORY_POLICY;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<RepositoryPolicyShape> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var text = PolicyTextInput.read(request.policyText());
        boolean force = Boolean.TRUE.equals(request.force());
        var ask = Ask.of(action(), registry.repositoryArn(name.value()));
        return Plan.of(
                ask,
                () ->
                        new RepositoryPolicyShape(
                                registry.account().value(),
                                name.value(),
                                policies.set(
                                        registry,
                                        name,
                                        text,
                                        facts -> force || stillMay(ask, call, facts),
                                        call.actor())));
    }

    private boolean stillMay(Ask ask, Call call, ResourceFacts facts) {
        return switch (authorizer.rehearse(call.caller(), ask, call.keys(), facts)) {
            case Decision.Allowed _ -> true;
            case Decision.Denied _ -> false;
        };
    }
}
