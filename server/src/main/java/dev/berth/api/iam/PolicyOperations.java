package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.input.IamInput;
import dev.berth.api.iam.input.Page;
import dev.berth.aws.Arn;
import dev.berth.identity.ManagedPolicies;
import dev.berth.identity.ManagedPolicy;
import dev.berth.identity.NewPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Managed policies; those of AWS are read as an account's own are. */
final class PolicyOperations {
    static final String MEMBER = "PolicyArn";

    private static final int MAX_NAME = 128;
    private static final String OF_AWS = "AWS";
    private static final String LOCAL = "Local";
    private static final String BOUNDARY = "PermissionsBoundary";
    private static final List<String> USAGES = List.of("PermissionsPolicy", BOUNDARY);

    private final IamFeatures features;

    PolicyOperations(IamFeatures features) {
        this.features = features;
    }

    List<QueryOperation> all() {
        var all =
                new ArrayList<QueryOperation>(
                        List.of(
                                new Tagging(
                                        IamOperation.telling(
                                                        Action.IAM_CREATE_POLICY,
                                                        PolicyOperations::newArn,
                                                        this::create)
                                                .showing(KeyInput.TAGS),
                                        Action.IAM_TAG_POLICY),
                                IamOperation.telling(
                                        Action.IAM_GET_POLICY, PolicyOperations::arn, this::get),
                                IamOperation.ofAccount(Action.IAM_LIST_POLICIES, this::list),
                                IamOperation.doing(
                                        Action.IAM_DELETE_POLICY,
                                        PolicyOperations::arn,
                                        this::delete)));
        all.addAll(new PolicyVersionOperations(features).all());
        all.add(new PolicyEntities(features).operation());
        all.addAll(
                new ArnTags(
                                features,
                                PolicyOperations::arn,
                                call -> require(features, call).held(),
                                (change, arn) ->
                                        features.policies().changeable(change, arn).owner())
                        .all(
                                Action.IAM_TAG_POLICY,
                                Action.IAM_UNTAG_POLICY,
                                Action.IAM_LIST_POLICY_TAGS));
        return all;
    }

    static Arn arn(QueryCall call) {
        return IamInput.arn(call.parameters(), MEMBER);
    }

    /** One of AWS's or of the caller's account. */
    static ManagedPolicy require(IamFeatures features, QueryCall call) {
        Arn arn = arn(call);
        return features.awsPolicies()
                .find(arn)
                .or(() -> features.account(call).policy(arn))
                .orElseThrow(() -> ManagedPolicies.unknown(arn));
    }

    private static Arn newArn(QueryCall call) {
        return ManagedPolicy.arn(
                call.caller().registry().account(),
                IamInput.path(call.parameters()),
                IamInput.name(call.parameters(), "PolicyName", MAX_NAME));
    }

    private QueryAnswer create(QueryCall call) {
        var parameters = call.parameters();
        var wanted =
                new NewPolicy(
                        IamInput.path(parameters),
                        IamInput.name(parameters, "PolicyName", MAX_NAME),
                        IamInput.description(parameters).orElse(null),
                        IamInput.document(parameters, "PolicyDocument"),
                        IamInput.tags(parameters));
        ManagedPolicy policy =
                features.change(call, change -> features.policies().create(change, wanted));
        return XmlStructure.empty().structure("Policy", shape(call).whole(policy));
    }

    private QueryAnswer get(QueryCall call) {
        return XmlStructure.empty().structure("Policy", shape(call).whole(require(features, call)));
    }

    private PolicyShape shape(QueryCall call) {
        return new PolicyShape(new PolicyUses(features.account(call)));
    }

    private QueryAnswer list(QueryCall call) {
        var parameters = call.parameters();
        var uses = new PolicyUses(features.account(call));
        String scope = parameters.oneOf("Scope", List.of("All", OF_AWS, LOCAL)).orElse("All");
        boolean onlyAttached = parameters.flag("OnlyAttached").orElse(false);
        String usage = parameters.oneOf("PolicyUsageFilter", USAGES).orElse("");
        String prefix = IamInput.pathPrefix(parameters);
        List<ManagedPolicy> wanted =
                Stream.concat(
                                scope.equals(LOCAL)
                                        ? Stream.empty()
                                        : features.awsPolicies().all().stream(),
                                scope.equals(OF_AWS)
                                        ? Stream.empty()
                                        : features.account(call).policies().stream())
                        .filter(policy -> policy.path().startsWith(prefix))
                        .filter(policy -> isUsed(uses, policy, onlyAttached, usage))
                        .toList();
        Page<ManagedPolicy> page =
                Page.of(
                        parameters,
                        wanted,
                        policy -> policy.name().toLowerCase(Locale.ROOT) + " " + policy.arn());
        return page.end(
                XmlStructure.empty().list("Policies", page.items(), new PolicyShape(uses)::listed));
    }

    private static boolean isUsed(
            PolicyUses uses, ManagedPolicy policy, boolean onlyAttached, String usage) {
        String arn = policy.arn().toString();
        boolean attached = !uses.attached(arn).isEmpty();
        boolean bounding = !uses.bounding(arn).isEmpty();
        return switch (usage) {
            case "" -> attached || !onlyAttached;
            case BOUNDARY -> bounding;
            default -> attached;
        };
    }

    private void delete(QueryCall call) {
        Arn arn = arn(call);
        features.update(call, change -> features.policies().delete(change, arn));
    }
}
