package dev.berth.api.iam;

import dev.berth.access.AccessKey;
import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.input.Page;
import dev.berth.identity.AccessKeys;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.Change;
import dev.berth.identity.KeyUse;
import dev.berth.identity.StoredKey;
import dev.berth.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys of users; of the caller, be it the root, where no user is named. */
final class AccessKeyOperations {
    private static final Pattern ID = Pattern.compile("[\\w]+");
    private static final int MIN_ID = 16;
    private static final int MAX_ID = 128;
    private static final String ACTIVE = "Active";
    private static final String INACTIVE = "Inactive";
    private static final String NEVER = "N/A";

    private final IamFeatures features;
    private final CallingUser calling;

    AccessKeyOperations(IamFeatures features) {
        this.features = features;
        this.calling = new CallingUser(features);
    }

    List<QueryOperation> all() {
        return List.of(
                IamOperation.telling(Action.IAM_CREATE_ACCESS_KEY, calling::arn, this::create),
                IamOperation.telling(Action.IAM_LIST_ACCESS_KEYS, calling::arn, this::list),
                IamOperation.doing(Action.IAM_UPDATE_ACCESS_KEY, calling::arn, this::update),
                IamOperation.doing(Action.IAM_DELETE_ACCESS_KEY, calling::arn, this::delete),
                new IamOperation(
                        Action.IAM_GET_ACCESS_KEY_LAST_USED, this::ofTheKeysUser, this::lastUsed));
    }

    private QueryAnswer create(QueryCall call) {
        @Nullable User user = calling.requireUnlessRoot(call);
        AccessKey key =
                features.change(
                        call, change -> features.keys().create(change, still(call, change, user)));
        Instant createdAt =
                features.account(call)
                        .key(key.id())
                        .map(StoredKey::createdAt)
                        .orElseThrow(() -> AccessKeys.unknown(key.id()));
        return XmlStructure.empty()
                .structure(
                        "AccessKey",
                        XmlStructure.empty()
                                .text("UserName", name(user))
                                .text("AccessKeyId", key.id())
                                .text("Status", ACTIVE)
                                .text("SecretAccessKey", key.secret())
                                .time("CreateDate", createdAt));
    }

    /** The user as the change finds it: it may be gone since it was looked up. */
    private @Nullable User still(QueryCall call, Change change, @Nullable User user) {
        if (user == null) {
            return null;
        }
        User found = features.users().require(change, user.name());
        IamFeatures.requireAllowed(call, found.arn());
        return found;
    }

    private QueryAnswer list(QueryCall call) {
        @Nullable User user = calling.requireUnlessRoot(call);
        Page<StoredKey> page =
                Page.of(call.parameters(), features.account(call).keysOf(user), StoredKey::id);
        return page.end(
                XmlStructure.empty()
                        .list(
                                "AccessKeyMetadata",
                                page.items(),
                                key ->
                                        XmlStructure.empty()
                                                .text("UserName", name(user))
                                                .text("AccessKeyId", key.id())
                                                .text("Status", key.active() ? ACTIVE : INACTIVE)
                                                .time("CreateDate", key.createdAt())));
    }

    private void update(QueryCall call) {
        @Nullable User user = calling.requireUnlessRoot(call);
        String id = id(call);
        call.parameters().require("Status");
        String status =
                call.parameters().oneOf("Status", List.of(ACTIVE, INACTIVE)).orElse(INACTIVE);
        features.update(
                call,
                change ->
                        features.keys()
                                .setActive(
                                        change,
                                        still(call, change, user),
                                        id,
                                        status.equals(ACTIVE)));
    }

    private void delete(QueryCall call) {
        @Nullable User user = calling.requireUnlessRoot(call);
        String id = id(call);
        features.update(
                call, change -> features.keys().delete(change, still(call, change, user), id));
    }

    private Ask ofTheKeysUser(QueryCall call) {
        AccountSnapshot account = features.account(call);
        return owner(account, id(call))
                .map(user -> Ask.of(Action.IAM_GET_ACCESS_KEY_LAST_USED, user.arn()))
                .orElseGet(() -> Ask.onEverything(Action.IAM_GET_ACCESS_KEY_LAST_USED));
    }

    private QueryAnswer lastUsed(QueryCall call) {
        AccountSnapshot account = features.account(call);
        StoredKey key = account.key(id(call)).orElseThrow(() -> AccessKeys.unknown(id(call)));
        Optional<KeyUse> use = features.keyUses().last(key.id());
        return XmlStructure.empty()
                .text("UserName", name(owner(account, key.id()).orElse(null)))
                .structure(
                        "AccessKeyLastUsed",
                        XmlStructure.empty()
                                .time("LastUsedDate", use.map(KeyUse::at).orElse(null))
                                .text("ServiceName", use.map(KeyUse::service).orElse(NEVER))
                                .text("Region", use.map(KeyUse::region).orElse(NEVER)));
    }

    private static Optional<User> owner(AccountSnapshot account, String keyId) {
        return account.key(keyId)
                .flatMap(key -> Optional.ofNullable(key.userId()))
                .flatMap(account::userOf);
    }

    private static String id(QueryCall call) {
        return call.parameters().require("AccessKeyId", MIN_ID, MAX_ID, ID);
    }

    /** The root's name is its ARN's last part. */
    private static String name(@Nullable User user) {
        return user == null ? "root" : user.name();
    }
}
