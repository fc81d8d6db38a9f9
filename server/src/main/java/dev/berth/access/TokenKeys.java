package dev.berth.access;

import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.runtime.IdSource;
import dev.berth.runtime.WouldBlock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of tokens. The newest signs until it is a week old; older ones verify as long as a token
 * of theirs may live, which is a week unless a longer one says so. All of them, few as they are,
 * lie in memory.
 */
public final class TokenKeys {
    static final Duration SIGNING_LIFETIME = Duration.ofDays(7);
    static final Duration MAX_TOKEN_LIFETIME = RegistryTokens.LONGEST_LIFETIME;

    /** For how long a key verifies in any case after its last signature. */
    static final Duration VERIFYING_LIFETIME = Duration.ofDays(7);

    /** How often an id that is not known makes the database be asked: anyone can make up ids. */
    static final Duration LOOKUP_INTERVAL = Duration.ofSeconds(1);

    static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Looked up at each request, among the keys of years. */
    private record Loaded(List<TokenKey> newestFirst, Map<UUID, TokenKey> byId) {
        static Loaded of(List<TokenKey> keys) {
            return new Loaded(
                    keys,
                    keys.stream().collect(Collectors.toUnmodifiableMap(TokenKey::id, key -> key)));
        }

        Optional<TokenKey> find(UUID id) {
            return Optional.ofNullable(byId.get(id));
        }
    }

    private final Database database;
    private final RootKey rootKey;
    private final InstantSource clock;
    private final SecureRandom random;
    private final IdSource ids;
    private final TokenKeyStore store = new TokenKeyStore();
    private final AtomicReference<Loaded> loaded = new AtomicReference<>(Loaded.of(List.of()));
    private final ReentrantLock reloading = new ReentrantLock();
    private Instant lookedUp = Instant.MIN; // guarded by reloading

    public TokenKeys(
            Database database,
            RootKey rootKey,
            InstantSource clock,
            SecureRandom random,
            IdSource ids) {
        this.database = database;
        this.rootKey = rootKey;
        this.clock = clock;
        this.random = random;
        this.ids = ids;
    }

    /** The key to sign with now what has this end; it will be there as long. */
    TokenKey signing(Instant until) {
        TokenKey key = signing();
        Instant verifies = key.createdAt().plus(SIGNING_LIFETIME).plus(VERIFYING_LIFETIME);
        if (!until.isAfter(verifies) || key.isNeeded(until)) {
            return key;
        }
        boolean kept = database.write(tx -> store.need(tx.sql(), key.id(), until));
        reload();
        if (!kept) { // it was revoked meanwhile
            return signing(until);
        }
        return key;
    }

    private TokenKey signing() {
        Optional<TokenKey> known = signingOf(loaded.get().newestFirst());
        if (known.isPresent()) {
            return known.get();
        }
        WouldBlock.unlessMayBlock();
        return signingOf(reload()).orElseGet(this::rotate);
    }

    /** The key of this id, if it is known in memory. */
    Optional<TokenKey> findLoaded(UUID id) {
        return loaded.get().find(id);
    }

    /**
     * The same, but asks the database before it says no: another server may have made the key. It
     * asks once in a second at most.
     */
    Optional<TokenKey> find(UUID id) {
        Optional<TokenKey> known = findLoaded(id);
        if (known.isPresent()) {
            return known;
        }
        WouldBlock.unlessMayBlock();
        reloading.lock();
        try {
            if (mayLookUp()) {
                reload();
            }
        } finally {
            reloading.unlock();
        }
        return findLoaded(id);
    }

    /** A clock that was set back does not end looking up. */
    private boolean mayLookUp() {
        Instant now = clock.instant();
        if (!now.isBefore(lookedUp) && now.minus(LOOKUP_INTERVAL).isBefore(lookedUp)) {
            return false;
        }
        lookedUp = now;
        return true;
    }

    /** Ends every token that this key signed. False when there is no such key. */
    public boolean revoke(UUID id) {
        boolean revoked =
                database.write(tx -> {
                    tx.afterCommit(() -> forget(id));
                    return store.delete(tx.sql(), id);
                });
        reload();
        return revoked;
    }

    /** Secrets that the root key must open. */
    static SealedSecrets sealed() {
        var store = new TokenKeyStore();
        return tx ->
                store.findAny(tx.sql())
                        .map(row -> new SealedSecrets.Sample(row.secret(), purpose(row.id())));
    }

    static String purpose(UUID id) {
        return "token-key/" + id;
    }

    private Optional<TokenKey> signingOf(List<TokenKey> keys) {
        Instant oldest = clock.instant().minus(SIGNING_LIFETIME);
        return keys.stream()
                .filter(key -> key.signs() && key.createdAt().isAfter(oldest))
                .findFirst();
    }

    private TokenKey rotate() {
        database.write(tx -> {
            boolean needed = signingOf(read(tx)).isEmpty();
            if (needed) {
                add(tx);
            }
            return needed;
        });
        return signingOf(reload())
                .orElseThrow(() -> new IllegalStateException("the new token key is not found"));
    }

    private void add(Tx tx) {
        Instant now = clock.instant();
        store.deleteRetiredBefore(tx.sql(), now.minus(VERIFYING_LIFETIME), now);
        store.retireAll(tx.sql(), now);
        UUID id = ids.next();
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        store.insert(
                tx.sql(),
                new TokenKeyStore.Row(id, rootKey.seal(key, purpose(id)), now, null, null));
    }

    /** One at a time, so that no older reading replaces a newer one. */
    private List<TokenKey> reload() {
        reloading.lock();
        try {
            List<TokenKey> keys = database.read(this::read);
            loaded.set(Loaded.of(keys));
            return keys;
        } finally {
            reloading.unlock();
        }
    }

    private List<TokenKey> read(Tx tx) {
        return store.list(tx.sql()).stream().map(this::opened).toList();
    }

    private TokenKey opened(TokenKeyStore.Row row) {
        return new TokenKey(
                row.id(),
                new SecretKeySpec(rootKey.open(row.secret(), purpose(row.id())), HMAC),
                row.createdAt(),
                row.retiredAt() == null,
                row.neededUntil());
    }

    private void forget(UUID id) {
        loaded.updateAndGet(keys ->
                Loaded.of(
                        keys.newestFirst().stream().filter(key -> !key.id().equals(id)).toList()));
    }
}
