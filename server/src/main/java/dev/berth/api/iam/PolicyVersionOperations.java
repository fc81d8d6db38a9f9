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
import java.util.List;
import java.util.regex.Pattern;

/** The versions of managed policies. */
record PolicyVersionOperations(IamFeatures features) {
    private static final Pattern VERSION = Pattern.compile("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?");
    private static final int MAX_VERSION = 64;

    List<QueryOperation> all() {
        return List.of(
                IamOperation.telling(
                        Action.IAM_CREATE_POLICY_VERSION, PolicyOperations::arn, this::create),
                IamOperation.telling(
                        Action.IAM_GET_POLICY_VERSION, PolicyOperations::arn, this::get),
                IamOperation.telling(
                        Action.IAM_LIST_POLICY_VERSIONS, PolicyOperations::arn, this::list),
                IamOperation.doing(
                        Action.IAM_SET_DEFAULT_POLICY_VERSION,
                        PolicyOperations::arn,
                        this::setDefault),
                IamOperation.doing(
                        Action.IAM_DELETE_POLICY_VERSION, PolicyOperations::arn, this::delete));
    }

    private static String version(QueryCall call) {
        return call.parameters().require("VersionId", 1, MAX_VERSION, VERSION);
    }

    private QueryAnswer create(QueryCall call) {
        Arn arn = PolicyOperations.arn(call);
        String document = IamInput.document(call.parameters(), "PolicyDocument");
        boolean makeDefault = call.parameters().flag("SetAsDefault").orElse(false);
        ManagedPolicy.Version version =
                features.change(
                        call,
                        change ->
                                features.policies()
                                        .createVersion(change, arn, document, makeDefault));
        return XmlStructure.empty()
                .structure(
                        "PolicyVersion",
                        XmlStructure.empty()
                                .text("VersionId", version.id())
                                .flag("IsDefaultVersion", makeDefault)
                                .time("CreateDate", version.createdAt()));
    }

    private QueryAnswer get(QueryCall call) {
        ManagedPolicy policy = PolicyOperations.require(features, call);
        return XmlStructure.empty()
                .structure(
                        "PolicyVersion",
                        PolicyShape.version(
                                policy, ManagedPolicies.requireVersion(policy, version(call))));
    }

    /** Newest first, as they are kept; the key of a page counts down. */
    private QueryAnswer list(QueryCall call) {
        ManagedPolicy policy = PolicyOperations.require(features, call);
        Page<ManagedPolicy.Version> page =
                Page.of(
                        call.parameters(),
                        policy.versions(),
                        version -> "%019d".formatted(Long.MAX_VALUE - version.number()));
        return page.end(
                XmlStructure.empty()
                        .list(
                                "Versions",
                                page.items(),
                                version -> PolicyShape.listedVersion(policy, version)));
    }

    private void setDefault(QueryCall call) {
        Arn arn = PolicyOperations.arn(call);
        String version = version(call);
        features.update(call, change -> features.policies().setDefault(change, arn, version));
    }

    private void delete(QueryCall call) {
        Arn arn = PolicyOperations.arn(call);
        String version = version(call);
        features.update(call, change -> features.policies().deleteVersion(change, arn, version));
    }
}
