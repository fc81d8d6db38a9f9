package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.access.Principal;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.QueryParameters;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.input.IamInput;
import dev.berth.api.iam.input.Page;
import dev.berth.api.iam.shape.IamShapes;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.Change;
import dev.berth.identity.Group;
import dev.berth.identity.Owner;
import dev.berth.identity.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Users: what they are, what they hold and which groups they are in. */
final class UserOperations implements Holders {
    private static final int MAX_NEW_NAME = 64;

    private final IamFeatures features;
    private final CallingUser calling;
    private final NamedHolders named;
    private final HeldOperations held;

    UserOperations(IamFeatures features) {
        this.features = features;
        this.calling = new CallingUser(features);
        this.named = new NamedHolders(features, this);
        this.held = new HeldOperations(features, this, named);
    }

    List<QueryOperation> all() {
        var all =
                new ArrayList<QueryOperation>(
                        List.of(
                                new Tagging(
                                        IamOperation.telling(
                                                        Action.IAM_CREATE_USER,
                                                        named::newArn,
                                                        this::create)
                                                .showing(KeyInput.BOUNDARY, KeyInput.TAGS),
                                        Action.IAM_TAG_USER),
                                IamOperation.telling(Action.IAM_GET_USER, calling::arn, this::get),
                                IamOperation.telling(
                                        Action.IAM_LIST_USERS, named::below, this::list),
                                named.renaming(Action.IAM_UPDATE_USER, features.users()::update),
                                IamOperation.doing(
                                        Action.IAM_DELETE_USER, named::arn, this::delete),
                                IamOperation.telling(
                                        Action.IAM_LIST_GROUPS_FOR_USER,
                                        named::arn,
                                        this::listGroups)));
        all.addAll(
                held.policies(
                        new HeldOperations.Actions(
                                Action.IAM_PUT_USER_POLICY,
                                Action.IAM_GET_USER_POLICY,
                                Action.IAM_LIST_USER_POLICIES,
                                Action.IAM_DELETE_USER_POLICY,
                                Action.IAM_ATTACH_USER_POLICY,
                                Action.IAM_DETACH_USER_POLICY,
                                Action.IAM_LIST_ATTACHED_USER_POLICIES)));
        all.addAll(
                held.boundary(
                        Action.IAM_PUT_USER_PERMISSIONS_BOUNDARY,
                        Action.IAM_DELETE_USER_PERMISSIONS_BOUNDARY));
        all.addAll(
                held.tags(Action.IAM_TAG_USER, Action.IAM_UNTAG_USER, Action.IAM_LIST_USER_TAGS));
        return all;
    }

    @Override
    public String member() {
        return CallingUser.MEMBER;
    }

    @Override
    public int longestNewName() {
        return MAX_NEW_NAME;
    }

    @Override
    public Optional<Holder> find(AccountSnapshot account, String name) {
        return account.user(name).map(UserOperations::holder);
    }

    @Override
    public Holder require(AccountSnapshot account, String name) {
        return holder(account.requireUser(name));
    }

    private static Holder holder(User user) {
        return new Holder(user.owner(), user.path(), user.held(), user.boundary());
    }

    @Override
    public Owner require(Change change, String name) {
        return features.users().require(change, name).owner();
    }

    @Override
    public Owner changeable(Change change, String name) {
        return features.users().changeable(change, name).owner();
    }

    @Override
    public Arn arn(AccountId account, String path, String name) {
        return User.arn(account, path, name);
    }

    private QueryAnswer create(QueryCall call) {
        QueryParameters parameters = call.parameters();
        String path = IamInput.path(parameters);
        var tags = IamInput.tags(parameters);
        Optional<Arn> boundary = parameters.find("PermissionsBoundary").map(IamInput::arn);
        User user =
                features.change(
                        call,
                        change ->
                                features.users()
                                        .create(
                                                change,
                                                path,
                                                named.newName(call),
                                                boundary.orElse(null),
                                                tags));
        return XmlStructure.empty().structure("User", whole(user));
    }

    private QueryAnswer get(QueryCall call) {
        if (calling.isRoot(call)) {
            return XmlStructure.empty().structure("User", root(call));
        }
        return XmlStructure.empty().structure("User", whole(calling.require(call)));
    }

    /** The root is no user, but AWS shows it as one to itself. */
    private static XmlStructure root(QueryCall call) {
        Principal principal = call.caller().principal();
        AccountId account = call.caller().registry().account();
        return XmlStructure.empty().text("UserId", account.value()).text("Arn", principal.name());
    }

    private QueryAnswer list(QueryCall call) {
        String prefix = IamInput.pathPrefix(call.parameters());
        List<User> below =
                features.account(call).users().stream()
                        .filter(user -> user.path().startsWith(prefix))
                        .toList();
        Page<User> page = Page.of(call.parameters(), below, User::name);
        return page.end(XmlStructure.empty().list("Users", page.items(), UserOperations::shape));
    }

    private void delete(QueryCall call) {
        named.update(call, features.users()::delete);
    }

    private QueryAnswer listGroups(QueryCall call) {
        AccountSnapshot account = features.account(call);
        Page<Group> page =
                Page.of(
                        call.parameters(),
                        account.groupsOf(account.requireUser(named.name(call))),
                        Group::name);
        return page.end(XmlStructure.empty().list("Groups", page.items(), GroupOperations::shape));
    }

    private static XmlStructure whole(User user) {
        return IamShapes.someTags(
                IamShapes.boundary(shape(user), user.boundary()), user.held().tags());
    }

    /** As listings show a user: without boundary and tags. */
    static XmlStructure shape(User user) {
        return XmlStructure.empty()
                .text("Path", user.path())
                .text("UserName", user.name())
                .text("UserId", user.id())
                .text("Arn", user.arn().toString())
                .time("CreateDate", user.createdAt());
    }
}
