package dev.berth.api.iam;

import dev.berth.api.awsquery.QueryParameters;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.identity.Group;
import dev.berth.identity.Role;
import dev.berth.identity.User;
import dev.berth.policy.ConditionKeys;
import dev.berth.policy.RequestPrincipal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who is simulated to call.
 *
 * @param keys what is known of him, by lower-case names of condition keys
 */
record SimulatedCaller(RequestPrincipal principal, Map<String, List<String>> keys) {
    private static final String SESSION = "simulation";
    private static final String USER = "user/";

    SimulatedCaller {
        keys = Map.copyOf(keys);
    }

    static SimulatedCaller of(User user) {
        var keys = keys(user.account(), user.arn(), "User", user.id(), user.held().tags());
        keys.put("aws:username", List.of(user.name()));
        return new SimulatedCaller(
                new RequestPrincipal.User(user.account(), user.arn().toString(), user.id()), keys);
    }

    /** As a session of it. */
    static SimulatedCaller of(Role role) {
        return new SimulatedCaller(
                new RequestPrincipal.RoleSession(
                        role.account(),
                        Arn.sts(role.account(), "assumed-role/" + role.name() + "/" + SESSION)
                                .toString(),
                        role.arn().toString(),
                        role.id(),
                        SESSION),
                keys(
                        role.account(),
                        role.arn(),
                        "AssumedRole",
                        role.id() + ":" + SESSION,
                        role.held().tags()));
    }

    /** As a user of whom nothing is known but the group. */
    static SimulatedCaller of(Group group) {
        return someone(group.account(), group.arn(), group.id());
    }

    /** A user of whom nothing is known. */
    static SimulatedCaller someone(AccountId account) {
        return someone(account, Arn.iam(account, USER + SESSION), SESSION);
    }

    /** {@code CallerArn}, who need not be here. */
    static SimulatedCaller named(Arn arn) {
        AccountId account =
                AccountId.tryParse(arn.account())
                        .filter(_ -> arn.resource().startsWith(USER))
                        .orElseThrow(() ->
                                SimulatedPolicies.invalid(
                                        "CallerArn %s is not the ARN of a user.".formatted(arn)));
        return someone(account, arn, SESSION);
    }

    private static SimulatedCaller someone(AccountId account, Arn arn, String id) {
        return new SimulatedCaller(
                new RequestPrincipal.User(account, arn.toString(), id),
                Map.of(
                        "aws:principalaccount",
                        List.of(account.value()),
                        "aws:principaltype",
                        List.of("User")));
    }

    private static Map<String, List<String>> keys(
            AccountId account, Arn arn, String type, String id, Map<String, String> tags) {
        var keys = new HashMap<String, List<String>>();
        keys.put("aws:principalarn", List.of(arn.toString()));
        keys.put("aws:principalaccount", List.of(account.value()));
        keys.put("aws:principaltype", List.of(type));
        keys.put("aws:userid", List.of(id));
        tags.forEach((key, value) ->
                keys.put("aws:principaltag/" + key.toLowerCase(Locale.ROOT), List.of(value)));
        return keys;
    }

    /** What the call says in {@code ContextEntries}, and for what it does not, who calls. */
    ConditionKeys with(List<QueryParameters> entries) {
        var all = new HashMap<>(keys);
        for (QueryParameters entry : entries) {
            all.put(
                    entry.require("ContextKeyName").toLowerCase(Locale.ROOT),
                    entry.texts("ContextKeyValues"));
        }
        return all::get;
    }
}
