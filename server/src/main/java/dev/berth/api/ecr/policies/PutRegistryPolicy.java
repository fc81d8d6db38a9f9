package dev.berth.api.ecr.policies;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.repository.RegistryPolicies;
import org.jspecify.annotations.Nullable;

public final class PutRegistryPolicy
        implements Operation<PutRegistryPolicy.Request, RegistryPolicyShape> {

    public record Request(@Nullable String policyText) {}

    private final RegistryPolicies policies;

    public PutRegistryPolicy(RegistryPolicies policies) {
        this.policies = policies;
    }

    @Override
    public Action action() {
        return Action.ECR_PUT_REGISTRY_POLICY;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<RegistryPolicyShape> plan(Request request, Call call) {
        var text = PolicyTextInput.read(request.policyText());
        var registry = call.caller().registry();
        return Plan.of(
                Ask.onEverything(action()),
                () ->
                        new RegistryPolicyShape(
                                registry.account().value(),
                                policies.put(registry, text, call.actor())));
    }
}
