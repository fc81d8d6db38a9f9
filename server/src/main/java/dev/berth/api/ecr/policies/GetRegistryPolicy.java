package dev.berth.api.ecr.policies;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.repository.RegistryPolicies;

public final class GetRegistryPolicy
        implements Operation<GetRegistryPolicy.Request, RegistryPolicyShape> {

    public record Request() {}

    private final RegistryPolicies policies;

    public GetRegistryPolicy(RegistryPolicies policies) {
        this.policies = policies;
    }

    @Override
    public Action action() {
        return Action.ECR_GET_REGISTRY_POLICY;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<RegistryPolicyShape> plan(Request request, Call call) {
        var registry = call.caller().registry();
        return Plan.of(
                Ask.onEverything(action()),
                () ->
                        new RegistryPolicyShape(
                                registry.account().value(), policies.require(registry)));
    }
}
