package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.QueryParameters;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.input.IamInput;
import dev.berth.api.iam.input.Page;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.Group;
import dev.berth.identity.Role;
import dev.berth.identity.User;
import dev.berth.policy.NamedPolicy;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;

/** Trying policies out, and asking which condition keys they ask for. */
record SimulationOperations(IamFeatures features) {
    private static final String SOURCE = "PolicySourceArn";
    private static final String GIVEN = "PolicyInputList";
    private static final String BOUNDARIES = "PermissionsBoundaryPolicyInputList";

    List<QueryOperation> all() {
        return List.of(
                IamOperation.telling(
                        Action.IAM_SIMULATE_PRINCIPAL_POLICY,
                        SimulationOperations::source,
                        this::simulatePrincipal),
                IamOperation.ofAccount(Action.IAM_SIMULATE_CUSTOM_POLICY, this::simulateCustom),
                IamOperation.telling(
                        Action.IAM_GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY,
                        SimulationOperations::source,
                        this::keysOfPrincipal),
                IamOperation.ofAccount(
                        Action.IAM_GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY, this::keysOfCustom));
    }

    private static Arn source(QueryCall call) {
        return IamInput.arn(call.parameters(), SOURCE);
    }

    private QueryAnswer simulatePrincipal(QueryCall call) {
        var policies = policies(call);
        SimulatedCaller caller = gather(policies, features.account(call), source(call));
        policies.addGiven(GIVEN, call.parameters().texts(GIVEN));
        return simulate(call, policies, caller);
    }

    private QueryAnswer simulateCustom(QueryCall call) {
        var policies = policies(call);
        requireGiven(call.parameters());
        policies.addGiven(GIVEN, call.parameters().texts(GIVEN));
        if (call.parameters().has("ResourcePolicy") && !call.parameters().has("CallerArn")) {
            throw SimulatedPolicies.invalid(
                    "CallerArn is required when ResourcePolicy is provided.");
        }
        return simulate(call, policies, SimulatedCaller.someone(features.account(call).account()));
    }

    private static QueryAnswer simulate(
            QueryCall call, SimulatedPolicies policies, SimulatedCaller source) {
        var parameters = call.parameters();
        policies.setGivenBoundary(BOUNDARIES, parameters.texts(BOUNDARIES));
        parameters.find("ResourcePolicy").ifPresent(policies::setResourcePolicy);
        SimulatedCaller caller =
                parameters.has("CallerArn")
                        ? named(IamInput.arn(parameters, "CallerArn"), source)
                        : source;
        var simulation =
                new Simulation(
                        policies,
                        caller,
                        caller.with(parameters.structures("ContextEntries")),
                        owner(call));
        Page<Simulation.Case> page =
                Page.of(
                        parameters,
                        Simulation.cases(parameters),
                        about -> "%06d".formatted(about.number()));
        return page.end(
                XmlStructure.empty().list("EvaluationResults", page.items(), simulation::result));
    }

    /** Who is named as the caller and is the source keeps what is known of him. */
    private static SimulatedCaller named(Arn arn, SimulatedCaller source) {
        return List.of(arn.toString()).equals(source.keys().get("aws:principalarn"))
                ? source
                : SimulatedCaller.named(arn);
    }

    /** {@code ResourceOwner} is an account by its id, or by the ARN of its root. */
    private static AccountId owner(QueryCall call) {
        return call.parameters()
                .find("ResourceOwner")
                .map(text ->
                        AccountId.tryParse(text)
                                .or(() ->
                                        Arn.tryParse(text)
                                                .map(Arn::account)
                                                .flatMap(AccountId::tryParse))
                                .orElseThrow(() ->
                                        SimulatedPolicies.invalid(
                                                "ResourceOwner %s is no account.".formatted(text))))
                .orElse(call.caller().registry().account());
    }

    private QueryAnswer keysOfPrincipal(QueryCall call) {
        var policies = policies(call);
        gather(policies, features.account(call), source(call));
        policies.addGiven(GIVEN, call.parameters().texts(GIVEN));
        return keys(policies);
    }

    private QueryAnswer keysOfCustom(QueryCall call) {
        var policies = policies(call);
        requireGiven(call.parameters());
        policies.addGiven(GIVEN, call.parameters().texts(GIVEN));
        return keys(policies);
    }

    private static void requireGiven(QueryParameters parameters) {
        if (!parameters.has(GIVEN)) {
            parameters.require(GIVEN);
        }
    }

    /** Keys that differ by their case alone are one. */
    private static QueryAnswer keys(SimulatedPolicies policies) {
        var keys = new TreeMap<String, String>();
        for (NamedPolicy policy : policies.identity()) {
            for (String key : policy.document().contextKeys()) {
                keys.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
            }
        }
        return XmlStructure.empty().texts("ContextKeyNames", List.copyOf(keys.values()));
    }

    private SimulatedPolicies policies(QueryCall call) {
        return new SimulatedPolicies(features.awsPolicies(), features.account(call));
    }

    /** Adds the policies of a user with its groups, of a group or of a role. */
    private static SimulatedCaller gather(
            SimulatedPolicies policies, AccountSnapshot account, Arn source) {
        String resource = source.resource();
        int slash = resource.indexOf('/');
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        return switch (slash < 0 ? "" : resource.substring(0, slash)) {
            case "user" -> {
                User user = require(account.requireUser(name), User::arn, source);
                policies.addHeld(user.owner(), user.held());
                account.groupsOf(user)
                        .forEach(group -> policies.addHeld(group.owner(), group.held()));
                policies.setBoundary(user.boundary());
                yield SimulatedCaller.of(user);
            }
            case "group" -> {
                Group group = require(account.requireGroup(name), Group::arn, source);
                policies.addHeld(group.owner(), group.held());
                yield SimulatedCaller.of(group);
            }
            case "role" -> {
                Role role = require(account.requireRole(name), Role::arn, source);
                policies.addHeld(role.owner(), role.held());
                policies.setBoundary(role.boundary());
                yield SimulatedCaller.of(role);
            }
            default ->
                    throw SimulatedPolicies.invalid(
                            "Invalid Entity Arn: %s does not clearly define entity type and name."
                                    .formatted(source));
        };
    }

    /** What was asked for is this ARN, not whoever has the name in it under another path. */
    private static <T> T require(T named, Function<T, Arn> arn, Arn source) {
        if (!arn.apply(named).equals(source)) {
            throw SimulatedPolicies.invalid("Nobody has the ARN %s.".formatted(source));
        }
        return named;
    }
}
