package dev.berth.api.iam;

import dev.berth.api.awsquery.QueryParameters;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.json.JsonTree;
import dev.berth.policy.AccessRequest;
import dev.berth.policy.ConditionKeys;
import dev.berth.policy.Effect;
import dev.berth.policy.Explanation;
import dev.berth.policy.Match;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyEngine;
import dev.berth.policy.PolicySet;
import dev.berth.policy.Ruling;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Decides what would be decided, by the engine that decides, and says which statements did.
 *
 * @param home whose resources those are that name no account
 */
record Simulation(
        SimulatedPolicies policies, SimulatedCaller caller, ConditionKeys keys, AccountId home) {
    private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9-]+:[A-Za-z0-9]+");
    private static final int MOST = 10_000;

    /** One action on one resource; {@code number} orders them. */
    record Case(int number, String action, String resource) {}

    /** Each action on each resource, in their order. */
    static List<Case> cases(QueryParameters parameters) {
        List<String> actions = parameters.texts("ActionNames");
        List<String> given = parameters.texts("ResourceArns");
        List<String> resources = given.isEmpty() ? List.of("*") : given;
        if (actions.isEmpty()) {
            parameters.require("ActionNames");
        }
        if ((long) actions.size() * resources.size() > MOST) {
            throw SimulatedPolicies.invalid(
                    "ActionNames and ResourceArns make more than %d cases.".formatted(MOST));
        }
        actions.forEach(Simulation::requireAction);
        resources.forEach(Simulation::requireResource);
        return IntStream.range(0, actions.size() * resources.size())
                .mapToObj(number ->
                        new Case(
                                number,
                                actions.get(number / resources.size()),
                                resources.get(number % resources.size())))
                .toList();
    }

    private static void requireAction(String action) {
        if (!ACTION.matcher(action).matches()) {
            throw SimulatedPolicies.invalid("Action %s is not valid.".formatted(action));
        }
    }

    private static void requireResource(String resource) {
        if (!resource.equals("*") && Arn.tryParse(resource).isEmpty()) {
            throw SimulatedPolicies.invalid("Resource %s is not valid.".formatted(resource));
        }
    }

    XmlStructure result(Case about) {
        var request =
                new AccessRequest(
                        about.action(),
                        about.resource(),
                        owner(about.resource()),
                        caller.principal(),
                        keys);
        Explanation explanation =
                PolicyEngine.explain(
                        new PolicySet(
                                policies.identity(),
                                policies.boundary(),
                                List.of(),
                                policies.resource()),
                        request);
        var result =
                XmlStructure.empty()
                        .text("EvalActionName", about.action())
                        .text("EvalResourceName", about.resource())
                        .text("EvalDecision", decision(explanation.ruling()))
                        .list("MatchedStatements", deciding(explanation), this::statement)
                        .texts("MissingContextValues", explanation.missingKeys());
        NamedPolicy boundary = policies.boundary();
        return boundary == null
                ? result
                : result.structure(
                        "PermissionsBoundaryDecisionDetail",
                        XmlStructure.empty()
                                .flag("AllowedByPermissionsBoundary", allows(boundary, request)));
    }

    private AccountId owner(String resource) {
        return Arn.tryParse(resource).map(Arn::account).flatMap(AccountId::tryParse).orElse(home);
    }

    private static boolean allows(NamedPolicy boundary, AccessRequest request) {
        Ruling alone =
                PolicyEngine.decide(
                        PolicySet.ofIdentity(List.of(boundary)),
                        new AccessRequest(
                                request.action(),
                                request.resource(),
                                own(request),
                                request.principal(),
                                request.keys()));
        return alone instanceof Ruling.Allowed;
    }

    /** A boundary is asked as if everything were the caller's own. */
    private static AccountId own(AccessRequest request) {
        AccountId account = request.principal().account();
        return account == null ? request.resourceAccount() : account;
    }

    private static String decision(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Allowed _ -> "allowed";
            case Ruling.ExplicitDeny _ -> "explicitDeny";
            case Ruling.ImplicitDeny _ -> "implicitDeny";
        };
    }

    /** Those that speak for the outcome: for an implicit denial there are none. */
    private static List<Match> deciding(Explanation explanation) {
        return switch (explanation.ruling()) {
            case Ruling.Allowed _ -> of(explanation, Effect.ALLOW);
            case Ruling.ExplicitDeny _ -> of(explanation, Effect.DENY);
            case Ruling.ImplicitDeny _ -> List.of();
        };
    }

    private static List<Match> of(Explanation explanation, Effect effect) {
        return explanation.matched().stream()
                .filter(match -> match.rule().effect() == effect)
                .toList();
    }

    private XmlStructure statement(Match match) {
        return XmlStructure.empty()
                .text("SourcePolicyId", match.policy().name())
                .text("SourcePolicyType", policies.type(match.policy()))
                .structure("StartPosition", position(match.rule().begin()))
                .structure("EndPosition", position(match.rule().end()));
    }

    private static XmlStructure position(JsonTree.Place place) {
        return XmlStructure.empty()
                .number("Line", (long) place.line())
                .number("Column", (long) place.column());
    }
}
