package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.identity.AccountSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The account as a whole: its alias, and what is in it. */
record AccountOperations(IamFeatures features) {
    private static final int MAX_ALIAS = 63;
    private static final int MIN_ALIAS = 3;

    List<QueryOperation> all() {
        return List.of(
                IamOperation.ofAccount(Action.IAM_LIST_ACCOUNT_ALIASES, this::listAliases),
                IamOperation.ofAccount(
                        Action.IAM_CREATE_ACCOUNT_ALIAS, IamOperation.done(this::createAlias)),
                IamOperation.ofAccount(
                        Action.IAM_DELETE_ACCOUNT_ALIAS, IamOperation.done(this::deleteAlias)),
                IamOperation.ofAccount(Action.IAM_GET_ACCOUNT_SUMMARY, this::summary),
                IamOperation.ofAccount(
                        Action.IAM_GET_ACCOUNT_AUTHORIZATION_DETAILS,
                        new AuthorizationDetails(features)::list));
    }

    private QueryAnswer listAliases(QueryCall call) {
        return XmlStructure.empty()
                .texts("AccountAliases", features.account(call).alias().stream().toList())
                .flag("IsTruncated", false);
    }

    private void createAlias(QueryCall call) {
        String alias = alias(call);
        features.update(call, change -> features.accounts().setAlias(change, alias));
    }

    private void deleteAlias(QueryCall call) {
        String alias = alias(call);
        features.update(call, change -> features.accounts().removeAlias(change, alias));
    }

    private static String alias(QueryCall call) {
        return call.parameters().require("AccountAlias", MIN_ALIAS, MAX_ALIAS);
    }

    /** What berth knows of it; for what it has none of there are zeros, and no quotas. */
    private QueryAnswer summary(QueryCall call) {
        AccountSnapshot account = features.account(call);
        var quotas = features.quotas();
        var numbers = new LinkedHashMap<String, Integer>();
        numbers.put("Users", account.users().size());
        numbers.put("UsersQuota", quotas.users());
        numbers.put("Groups", account.groups().size());
        numbers.put("GroupsQuota", quotas.groups());
        numbers.put("GroupsPerUserQuota", quotas.groupsPerUser());
        numbers.put("Roles", account.roles().size());
        numbers.put("RolesQuota", quotas.roles());
        numbers.put("Policies", account.policies().size());
        numbers.put("PoliciesQuota", quotas.policies());
        numbers.put(
                "PolicyVersionsInUse",
                account.policies().stream().mapToInt(policy -> policy.versions().size()).sum());
        numbers.put("VersionsPerPolicyQuota", 5);
        numbers.put("Providers", account.providers().size());
        numbers.put("AccessKeysPerUserQuota", quotas.accessKeysPerUser());
        numbers.put("AttachedPoliciesPerUserQuota", quotas.attachedPolicies());
        numbers.put("AttachedPoliciesPerGroupQuota", quotas.attachedPolicies());
        numbers.put("AttachedPoliciesPerRoleQuota", quotas.attachedPolicies());
        numbers.put("PolicySizeQuota", 6_144);
        numbers.put("AssumeRolePolicySizeQuota", 2_048);
        numbers.put("UserPolicySizeQuota", 2_048);
        numbers.put("GroupPolicySizeQuota", 5_120);
        numbers.put("RolePolicySizeQuota", 10_240);
        numbers.put("AccountAccessKeysPresent", account.keysOf(null).isEmpty() ? 0 : 1);
        for (String none :
                List.of(
                        "AccountMFAEnabled",
                        "AccountPasswordPresent",
                        "AccountSigningCertificatesPresent",
                        "MFADevices",
                        "MFADevicesInUse",
                        "ServerCertificates",
                        "InstanceProfiles")) {
            numbers.put(none, 0);
        }
        var texts = new LinkedHashMap<String, String>();
        for (Map.Entry<String, Integer> number : numbers.entrySet()) {
            texts.put(number.getKey(), number.getValue().toString());
        }
        return XmlStructure.empty().map("SummaryMap", texts);
    }
}
