package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.input.IamInput;
import dev.berth.api.iam.input.Page;
import dev.berth.api.iam.shape.IamShapes;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.Change;
import dev.berth.identity.NewRole;
import dev.berth.identity.Owner;
import dev.berth.identity.Role;
import dev.berth.identity.Roles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Roles. */
final class RoleOperations implements Holders {
    static final String MEMBER = "RoleName";
    private static final int MAX_NAME = 128;

    private final IamFeatures features;
    private final NamedHolders named;
    private final HeldOperations held;

    RoleOperations(IamFeatures features) {
        this.features = features;
        this.named = new NamedHolders(features, this);
        this.held = new HeldOperations(features, this, named);
    }

    List<QueryOperation> all() {
        var all =
                new ArrayList<QueryOperation>(
                        List.of(
                                new Tagging(
                                        IamOperation.telling(
                                                        Action.IAM_CREATE_ROLE,
                                                        named::newArn,
                                                        this::create)
                                                .showing(KeyInput.BOUNDARY, KeyInput.TAGS),
                                        Action.IAM_TAG_ROLE),
                                IamOperation.telling(Action.IAM_GET_ROLE, named::arn, this::get),
                                IamOperation.telling(
                                        Action.IAM_LIST_ROLES, named::below, this::list),
                                IamOperation.telling(
                                        Action.IAM_UPDATE_ROLE, named::arn, this::update),
                                IamOperation.telling(
                                        Action.IAM_UPDATE_ROLE_DESCRIPTION,
                                        named::arn,
                                        this::describe),
                                IamOperation.doing(
                                        Action.IAM_UPDATE_ASSUME_ROLE_POLICY,
                                        named::arn,
                                        this::trust),
                                IamOperation.doing(
                                        Action.IAM_DELETE_ROLE, named::arn, this::delete),
                                IamOperation.telling(
                                        Action.IAM_LIST_INSTANCE_PROFILES_FOR_ROLE,
                                        named::arn,
                                        this::listInstanceProfiles)));
        all.addAll(
                held.policies(
                        new HeldOperations.Actions(
                                Action.IAM_PUT_ROLE_POLICY,
                                Action.IAM_GET_ROLE_POLICY,
                                Action.IAM_LIST_ROLE_POLICIES,
                                Action.IAM_DELETE_ROLE_POLICY,
                                Action.IAM_ATTACH_ROLE_POLICY,
                                Action.IAM_DETACH_ROLE_POLICY,
                                Action.IAM_LIST_ATTACHED_ROLE_POLICIES)));
        all.addAll(
                held.boundary(
                        Action.IAM_PUT_ROLE_PERMISSIONS_BOUNDARY,
                        Action.IAM_DELETE_ROLE_PERMISSIONS_BOUNDARY));
        all.addAll(
                held.tags(Action.IAM_TAG_ROLE, Action.IAM_UNTAG_ROLE, Action.IAM_LIST_ROLE_TAGS));
        return all;
    }

    @Override
    public String member() {
        return MEMBER;
    }

    @Override
    public int longestNewName() {
        return MAX_NAME;
    }

    @Override
    public Optional<Holder> find(AccountSnapshot account, String name) {
        return account.role(name).map(RoleOperations::holder);
    }

    @Override
    public Holder require(AccountSnapshot account, String name) {
        return holder(account.requireRole(name));
    }

    private static Holder holder(Role role) {
        return new Holder(role.owner(), role.path(), role.held(), role.boundary());
    }

    @Override
    public Owner require(Change change, String name) {
        return features.roles().require(change, name).owner();
    }

    @Override
    public Owner changeable(Change change, String name) {
        return features.roles().changeable(change, name).owner();
    }

    @Override
    public Arn arn(AccountId account, String path, String name) {
        return Role.arn(account, path, name);
    }

    private QueryAnswer create(QueryCall call) {
        var parameters = call.parameters();
        var wanted =
                new NewRole(
                        IamInput.path(parameters),
                        named.newName(call),
                        IamInput.description(parameters).orElse(null),
                        IamInput.document(parameters, "AssumeRolePolicyDocument"),
                        maxSession(call).orElse(Roles.SHORTEST_SESSION),
                        parameters.has("PermissionsBoundary")
                                ? IamInput.arn(parameters, "PermissionsBoundary")
                                : null,
                        IamInput.tags(parameters));
        Role role = features.change(call, change -> features.roles().create(change, wanted));
        return XmlStructure.empty().structure("Role", whole(role));
    }

    private QueryAnswer get(QueryCall call) {
        return XmlStructure.empty()
                .structure(
                        "Role", whole(role(call)).structure("RoleLastUsed", XmlStructure.empty()));
    }

    private QueryAnswer list(QueryCall call) {
        String prefix = IamInput.pathPrefix(call.parameters());
        List<Role> below =
                features.account(call).roles().stream()
                        .filter(role -> role.path().startsWith(prefix))
                        .toList();
        Page<Role> page =
                Page.of(call.parameters(), below, role -> role.name().toLowerCase(Locale.ROOT));
        return page.end(XmlStructure.empty().list("Roles", page.items(), this::listed));
    }

    private QueryAnswer update(QueryCall call) {
        Optional<String> description = IamInput.description(call.parameters());
        Optional<Duration> maxSession = maxSession(call);
        named.update(
                call,
                (change, name) ->
                        features.roles()
                                .update(
                                        change,
                                        name,
                                        description.orElse(null),
                                        maxSession.orElse(null)));
        return XmlStructure.empty();
    }

    private QueryAnswer describe(QueryCall call) {
        String description =
                IamInput.description(call.parameters())
                        .orElseGet(() -> call.parameters().require("Description"));
        named.update(
                call, (change, name) -> features.roles().update(change, name, description, null));
        return XmlStructure.empty().structure("Role", whole(role(call)));
    }

    private void trust(QueryCall call) {
        String document = IamInput.document(call.parameters(), "PolicyDocument");
        named.update(call, (change, name) -> features.roles().trust(change, name, document));
    }

    private void delete(QueryCall call) {
        named.update(call, features.roles()::delete);
    }

    /** There is no EC2 here, and so there are none. */
    private QueryAnswer listInstanceProfiles(QueryCall call) {
        role(call);
        return XmlStructure.empty().texts("InstanceProfiles", List.of()).flag("IsTruncated", false);
    }

    private Role role(QueryCall call) {
        return features.account(call).requireRole(named.name(call));
    }

    private static Optional<Duration> maxSession(QueryCall call) {
        var seconds =
                call.parameters()
                        .integer(
                                "MaxSessionDuration",
                                (int) Roles.SHORTEST_SESSION.toSeconds(),
                                (int) Roles.LONGEST_SESSION.toSeconds());
        return seconds.isPresent()
                ? Optional.of(Duration.ofSeconds(seconds.getAsInt()))
                : Optional.empty();
    }

    private XmlStructure whole(Role role) {
        return IamShapes.someTags(
                IamShapes.boundary(listed(role), role.boundary()), role.held().tags());
    }

    /** A listing says less of each. */
    private XmlStructure listed(Role role) {
        return shape(features, role)
                .text("Description", role.description())
                .number("MaxSessionDuration", role.maxSession().toSeconds());
    }

    /** What every answer about a role begins with. */
    static XmlStructure shape(IamFeatures features, Role role) {
        return XmlStructure.empty()
                .text("Path", role.path())
                .text("RoleName", role.name())
                .text("RoleId", role.id())
                .text("Arn", role.arn().toString())
                .time("CreateDate", role.createdAt())
                .text(
                        "AssumeRolePolicyDocument",
                        IamShapes.document(features.roles().shownTrust(role)));
    }
}
