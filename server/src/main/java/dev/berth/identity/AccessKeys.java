package dev.berth.identity;

import dev.berth.access.AccessKey;
import dev.berth.access.RootKey;
import dev.berth.access.SealedSecrets;
import dev.berth.aws.Arn;
import dev.berth.db.Tx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Long-term keys, of users and of the roots of accounts. */
public final class AccessKeys {
    /** 30 bytes are the 40 characters of base64 that a secret has at AWS. */
    private static final int SECRET_BYTES = 30;

    private final RootKey rootKey;
    private final SecureRandom random;
    private final UniqueIds ids;
    private final int maxPerUser;
    private final AccessKeyStore store = new AccessKeyStore();
    private final KeyUseStore uses = new KeyUseStore();

    public AccessKeys(RootKey rootKey, SecureRandom random, IdentityQuotas quotas) {
        this.rootKey = rootKey;
        this.random = random;
        this.ids = new UniqueIds(random);
        this.maxPerUser = quotas.accessKeysPerUser();
    }

    /** Secrets that the root key must open. */
    public static SealedSecrets sealed() {
        var store = new AccessKeyStore();
        return tx ->
                store.findAny(tx.sql())
                        .map(key -> new SealedSecrets.Sample(key.secret(), purpose(key.id())));
    }

    /**
     * A new, active key: the only time that its secret is told.
     *
     * @param user null for the account's root
     */
    public AccessKey create(Change change, @Nullable User user) {
        AccessKey key = generated(change);
        add(change, user, key);
        return key;
    }

    /** One more of the root than there may be: for as long as it takes to store it. */
    AccessKey createBeyondQuota(Change change) {
        AccessKey key = generated(change);
        insert(change, null, key);
        return key;
    }

    private AccessKey generated(Change change) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new AccessKey(
                ids.accessKey(), change.account(), Base64.getEncoder().encodeToString(secret));
    }

    /** The same with a key that is given. */
    public void add(Change change, @Nullable User user, AccessKey key) {
        if (list(change.tx(), change, user).size() >= maxPerUser) {
            throw Refusal.quota("AccessKeysPerUser", maxPerUser);
        }
        if (store.find(change.sql(), key.id()).isPresent()) {
            throw Refusal.alreadyExists(
                    "The Access Key with id %s already exists.".formatted(key.id()));
        }
        insert(change, user, key);
    }

    private void insert(Change change, @Nullable User user, AccessKey key) {
        store.insert(
                change.sql(),
                new StoredKey(
                        key.id(),
                        change.account(),
                        user == null ? null : user.id(),
                        rootKey.seal(
                                key.secret().getBytes(StandardCharsets.UTF_8), purpose(key.id())),
                        true,
                        change.now(),
                        null,
                        change.declares()));
        note(change, user, "created", key.id());
    }

    /**
     * Lets a key sign, or no more.
     *
     * @param user whose key it must be; null for the account's root
     */
    public void setActive(Change change, @Nullable User user, String id, boolean active) {
        require(change, user, id);
        store.setActive(change.sql(), id, active);
        note(change, user, active ? "activated" : "deactivated", id);
    }

    /** Ends a key of this user, or of the root for null. */
    public void delete(Change change, @Nullable User user, String id) {
        require(change, user, id);
        store.delete(change.sql(), id);
        uses.delete(change.sql(), id);
        note(change, user, "deleted", id);
    }

    /** Before a user goes. */
    void requireNone(Change change, User user) {
        if (!list(change.tx(), change, user).isEmpty()) {
            throw Refusal.conflict("Cannot delete entity, must delete access keys first.");
        }
    }

    /** The root's, the oldest first. */
    List<StoredKey> ofRoot(Change change) {
        return list(change.tx(), change, null);
    }

    /** With its secret. */
    AccessKey opened(StoredKey key) {
        byte[] secret = rootKey.open(key.secret(), purpose(key.id()));
        return new AccessKey(key.id(), key.account(), new String(secret, StandardCharsets.UTF_8));
    }

    static String purpose(String id) {
        return "access-key/" + id;
    }

    /** That there is no such key. */
    public static RuntimeException unknown(String id) {
        return Refusal.noSuchEntity("The Access Key with id %s cannot be found.".formatted(id));
    }

    private void require(Change change, @Nullable User user, String id) {
        Optional<StoredKey> key = store.find(change.sql(), id);
        if (key.isEmpty()
                || !key.get().account().equals(change.account())
                || !isOf(key.get(), user)) {
            throw unknown(id);
        }
        change.requireChangeable(key.get().declared(), "access key " + id);
    }

    private List<StoredKey> list(Tx tx, Change change, @Nullable User user) {
        return store.all(tx.sql(), change.account()).stream()
                .filter(key -> isOf(key, user))
                .toList();
    }

    private static boolean isOf(StoredKey key, @Nullable User user) {
        return Objects.equals(key.userId(), user == null ? null : user.id());
    }

    private static void note(Change change, @Nullable User user, String what, String id) {
        Arn arn = user == null ? Arn.iam(change.account(), "root") : user.arn();
        change.note("identity.access-key-" + what, arn, Map.of("accessKeyId", id));
    }
}
