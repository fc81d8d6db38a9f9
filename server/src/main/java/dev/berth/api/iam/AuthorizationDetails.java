package dev.berth.api.iam;

import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.input.Page;
import dev.berth.api.iam.shape.IamShapes;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.Group;
import dev.berth.identity.Held;
import dev.berth.identity.ManagedPolicy;
import dev.berth.identity.Role;
import dev.berth.identity.User;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** GetAccountAuthorizationDetails: everyone and everything, four kinds in one listing. */
record AuthorizationDetails(IamFeatures features) {
    private static final List<String> KINDS =
            List.of("User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy");

    /** {@code list} is the member of the answer that it stands in. */
    private record Entry(String list, String key, Supplier<XmlStructure> detail) {}

    QueryAnswer list(QueryCall call) {
        List<String> filter = call.parameters().texts("Filter");
        for (String kind : filter) {
            if (!KINDS.contains(kind)) {
                throw new ProblemException(
                        new AccessProblem.Identity(
                                IdentityFault.VALIDATION_ERROR,
                                "1 validation error detected: Value '%s' at 'filter' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: %s]"
                                        .formatted(filter, KINDS)));
            }
        }
        List<String> wanted = filter.isEmpty() ? KINDS : filter;
        Page<Entry> page =
                Page.of(call.parameters(), entries(features.account(call), wanted), Entry::key);
        var answer = XmlStructure.empty();
        for (String list :
                List.of("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")) {
            answer =
                    answer.list(
                            list,
                            page.items().stream()
                                    .filter(entry -> entry.list().equals(list))
                                    .toList(),
                            entry -> entry.detail().get());
        }
        return page.end(answer);
    }

    private List<Entry> entries(AccountSnapshot account, List<String> kinds) {
        var entries = new ArrayList<Entry>();
        if (kinds.contains("User")) {
            account.users()
                    .forEach(user ->
                            add(
                                    entries,
                                    "UserDetailList",
                                    "1" + user.name(),
                                    () -> detail(account, user)));
        }
        if (kinds.contains("Group")) {
            account.groups()
                    .forEach(group ->
                            add(
                                    entries,
                                    "GroupDetailList",
                                    "2" + group.name(),
                                    () -> detail(group)));
        }
        if (kinds.contains("Role")) {
            account.roles()
                    .forEach(role ->
                            add(entries, "RoleDetailList", "3" + role.name(), () -> detail(role)));
        }
        var shape = new PolicyShape(new PolicyUses(account));
        if (kinds.contains("LocalManagedPolicy")) {
            account.policies().forEach(policy -> addPolicy(entries, shape, policy));
        }
        if (kinds.contains("AWSManagedPolicy")) {
            features.awsPolicies().all().forEach(policy -> addPolicy(entries, shape, policy));
        }
        return entries;
    }

    private static void addPolicy(List<Entry> entries, PolicyShape shape, ManagedPolicy policy) {
        add(
                entries,
                "Policies",
                "4" + policy.name() + " " + policy.arn(),
                () ->
                        shape.listed(policy)
                                .list(
                                        "PolicyVersionList",
                                        policy.versions(),
                                        version -> PolicyShape.version(policy, version)));
    }

    private static void add(
            List<Entry> entries, String list, String key, Supplier<XmlStructure> detail) {
        entries.add(new Entry(list, key.toLowerCase(Locale.ROOT), detail));
    }

    private static XmlStructure detail(AccountSnapshot account, User user) {
        var named =
                XmlStructure.empty()
                        .text("Path", user.path())
                        .text("UserName", user.name())
                        .text("UserId", user.id())
                        .text("Arn", user.arn().toString())
                        .time("CreateDate", user.createdAt());
        var held =
                held(named, "UserPolicyList", user.held())
                        .texts(
                                "GroupList",
                                account.groupsOf(user).stream().map(Group::name).toList());
        return IamShapes.tags(IamShapes.boundary(held, user.boundary()), user.held().tags());
    }

    private static XmlStructure detail(Group group) {
        return held(GroupOperations.shape(group), "GroupPolicyList", group.held());
    }

    private XmlStructure detail(Role role) {
        var held =
                held(RoleOperations.shape(features, role), "RolePolicyList", role.held())
                        .texts("InstanceProfileList", List.of());
        return IamShapes.tags(IamShapes.boundary(held, role.boundary()), role.held().tags())
                .structure("RoleLastUsed", XmlStructure.empty());
    }

    private static XmlStructure held(XmlStructure named, String inline, Held held) {
        return IamShapes.attached(
                named.list(
                        inline,
                        List.copyOf(held.inline().entrySet()),
                        policy ->
                                XmlStructure.empty()
                                        .text("PolicyName", policy.getKey())
                                        .text(
                                                "PolicyDocument",
                                                IamShapes.document(policy.getValue()))),
                "AttachedManagedPolicies",
                held.attached());
    }
}
