package dev.berth.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.aws.AccountId;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.runtime.WouldBlock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Long-term access keys. An active one is found in memory; a change drops it from there. */
public final class AccessKeys {
    private static final int MAX_REMEMBERED = 10_000;
    private static final String PREFIX = "AKIA";
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int ID_LENGTH = 20;

    /** 30 bytes are the 40 characters of base64 that a secret has at AWS. */
    private static final int SECRET_BYTES = 30;

    private final Database database;
    private final RootKey rootKey;
    private final InstantSource clock;
    private final SecureRandom random;
    private final AccessKeyStore store = new AccessKeyStore();

    // The expiry bounds for how long another server's change goes unseen here.
    private final Cache<String, AccessKey> active =
            Caffeine.newBuilder()
                    .maximumSize(MAX_REMEMBERED)
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .build();

    public AccessKeys(
            Database database, RootKey rootKey, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.rootKey = rootKey;
        this.clock = clock;
        this.random = random;
    }

    /** The key of this id, unless it is deactivated. */
    @SuppressWarnings("NullAway") // a loader may answer null: then nothing is kept
    public Optional<AccessKey> find(String id) {
        @Nullable AccessKey known = active.getIfPresent(id);
        if (known != null) {
            return Optional.of(known);
        }
        WouldBlock.unlessMayBlock();
        // Loading inside the cache makes a change that commits meanwhile wait, and then drop it.
        return Optional.ofNullable(active.get(id, this::load));
    }

    /** The longest-lived active key of an account. */
    public Optional<AccessKey> findOldestOf(AccountId account) {
        return database.read(tx -> findOldestOf(tx, account));
    }

    public AccessKey create(AccountId account) {
        return database.write(tx -> create(tx, account));
    }

    /** False when there is no active key of this id. */
    public boolean deactivate(String id) {
        return database.write(tx -> {
            tx.afterCommit(() -> active.invalidate(id));
            return store.deactivate(tx.sql(), id);
        });
    }

    Optional<AccessKey> findOldestOf(Tx tx, AccountId account) {
        return store.findOldestActiveOf(tx.sql(), account).map(this::opened);
    }

    AccessKey create(Tx tx, AccountId account) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        var key = new AccessKey(newId(), account, Base64.getEncoder().encodeToString(secret));
        store.insert(
                tx.sql(),
                new AccessKeyStore.Row(
                        key.id(),
                        account,
                        rootKey.seal(
                                key.secret().getBytes(StandardCharsets.UTF_8), purpose(key.id()))),
                clock.instant());
        return key;
    }

    static String purpose(String id) {
        return "access-key/" + id;
    }

    private @Nullable AccessKey load(String id) {
        return database.read(tx -> store.findActive(tx.sql(), id)).map(this::opened).orElse(null);
    }

    private AccessKey opened(AccessKeyStore.Row row) {
        byte[] secret = rootKey.open(row.secret(), purpose(row.id()));
        return new AccessKey(row.id(), row.account(), new String(secret, StandardCharsets.UTF_8));
    }

    private String newId() {
        var id = new StringBuilder(PREFIX);
        while (id.length() < ID_LENGTH) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }
}
