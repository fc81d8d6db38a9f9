package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.input.IamInput;
import dev.berth.api.iam.input.Page;
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

/** Groups: what they are, what they hold and who is in them. */
final class GroupOperations implements Holders {
    private static final String MEMBER = "GroupName";
    private static final int MAX_NAME = 128;

    private final IamFeatures features;
    private final NamedHolders named;
    private final HeldOperations held;

    GroupOperations(IamFeatures features) {
        this.features = features;
        this.named = new NamedHolders(features, this);
        this.held = new HeldOperations(features, this, named);
    }

    List<QueryOperation> all() {
        var all =
                new ArrayList<QueryOperation>(
                        List.of(
                                IamOperation.telling(
                                        Action.IAM_CREATE_GROUP, named::newArn, this::create),
                                IamOperation.telling(Action.IAM_GET_GROUP, named::arn, this::get),
                                IamOperation.telling(
                                        Action.IAM_LIST_GROUPS, named::below, this::list),
                                named.renaming(Action.IAM_UPDATE_GROUP, features.groups()::update),
                                IamOperation.doing(
                                        Action.IAM_DELETE_GROUP, named::arn, this::delete),
                                IamOperation.doing(
                                        Action.IAM_ADD_USER_TO_GROUP, named::arn, this::addUser),
                                IamOperation.doing(
                                        Action.IAM_REMOVE_USER_FROM_GROUP,
                                        named::arn,
                                        this::removeUser)));
        all.addAll(
                held.policies(
                        new HeldOperations.Actions(
                                Action.IAM_PUT_GROUP_POLICY,
                                Action.IAM_GET_GROUP_POLICY,
                                Action.IAM_LIST_GROUP_POLICIES,
                                Action.IAM_DELETE_GROUP_POLICY,
                                Action.IAM_ATTACH_GROUP_POLICY,
                                Action.IAM_DETACH_GROUP_POLICY,
                                Action.IAM_LIST_ATTACHED_GROUP_POLICIES)));
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
        return account.group(name).map(GroupOperations::holder);
    }

    @Override
    public Holder require(AccountSnapshot account, String name) {
        return holder(account.requireGroup(name));
    }

    private static Holder holder(Group group) {
        return new Holder(group.owner(), group.path(), group.held(), null);
    }

    @Override
    public Owner require(Change change, String name) {
        return features.groups().require(change, name).owner();
    }

    @Override
    public Owner changeable(Change change, String name) {
        return features.groups().changeable(change, name).owner();
    }

    @Override
    public Arn arn(AccountId account, String path, String name) {
        return Group.arn(account, path, name);
    }

    private QueryAnswer create(QueryCall call) {
        String path = IamInput.path(call.parameters());
        Group group =
                features.change(
                        call,
                        change -> features.groups().create(change, path, named.newName(call)));
        return XmlStructure.empty().structure("Group", shape(group));
    }

    private QueryAnswer get(QueryCall call) {
        AccountSnapshot account = features.account(call);
        Group group = account.requireGroup(named.name(call));
        Page<User> page = Page.of(call.parameters(), account.membersOf(group), User::name);
        return page.end(
                XmlStructure.empty()
                        .structure("Group", shape(group))
                        .list("Users", page.items(), UserOperations::shape));
    }

    private QueryAnswer list(QueryCall call) {
        String prefix = IamInput.pathPrefix(call.parameters());
        List<Group> below =
                features.account(call).groups().stream()
                        .filter(group -> group.path().startsWith(prefix))
                        .toList();
        Page<Group> page = Page.of(call.parameters(), below, Group::name);
        return page.end(XmlStructure.empty().list("Groups", page.items(), GroupOperations::shape));
    }

    private void delete(QueryCall call) {
        named.update(call, features.groups()::delete);
    }

    private void addUser(QueryCall call) {
        String user = userName(call);
        named.update(call, (change, name) -> features.groups().addUser(change, name, user));
    }

    private void removeUser(QueryCall call) {
        String user = userName(call);
        named.update(call, (change, name) -> features.groups().removeUser(change, name, user));
    }

    private static String userName(QueryCall call) {
        return IamInput.name(call.parameters(), CallingUser.MEMBER, MAX_NAME);
    }

    static XmlStructure shape(Group group) {
        return XmlStructure.empty()
                .text("Path", group.path())
                .text("GroupName", group.name())
                .text("GroupId", group.id())
                .text("Arn", group.arn().toString())
                .time("CreateDate", group.createdAt());
    }
}
