package dev.berth.token;

import dev.berth.access.Caller;
import dev.berth.access.RegistryTokens;
import dev.berth.access.RegistryTokens.IssuedToken;
import dev.berth.access.Revocations;
import dev.berth.access.TokenScope;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Event;
import dev.berth.events.Outbox;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tokens with names, for whoever cannot ask for a new one every few hours; and the end of tokens,
 * of those and of logins. A revocation holds on this server before it is answered.
 */
public final class RobotTokens {
    public static final Duration SHORTEST_LIFETIME = Duration.ofMinutes(15);
    public static final Duration LONGEST_LIFETIME = RegistryTokens.LONGEST_LIFETIME;
    public static final Duration DEFAULT_LIFETIME = RegistryTokens.LOGIN_LIFETIME;

    private static final int EVENT_VERSION = 1;

    /**
     * What a token is to be.
     *
     * @param holder the ARN of the user or role that acts with it; null for the caller
     */
    public record NewToken(
            String name,
            String description,
            @Nullable Arn holder,
            TokenScope scope,
            Duration lifetime) {}

    /** The text is given out this once. */
    public record Created(TokenRecord token, String text) {}

    /**
     * Which tokens to list.
     *
     * @param holder the ARN of a user, a role or the root; null for all of the account
     * @param logins the tokens of {@code docker login} among them
     */
    public record Listing(AccountId account, @Nullable Arn holder, boolean logins) {}

    private final Database database;
    private final Outbox outbox;
    private final InstantSource clock;
    private final RegistryTokens tokens;
    private final TokenHolders holders;
    private final KnownRevocations revocations;
    private final TokenNotes notes;
    private final TokenStore store = new TokenStore();
    private final RevocationStore revocationStore = new RevocationStore();

    /**
     * @param clock the real one
     */
    public RobotTokens(
            Database database,
            Outbox outbox,
            InstantSource clock,
            RegistryTokens tokens,
            TokenHolders holders,
            KnownRevocations revocations,
            TokenNotes notes) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
        this.tokens = tokens;
        this.holders = holders;
        this.revocations = revocations;
        this.notes = notes;
    }

    /** Problems: InvalidParameter where the holder is none, and those of the token's issue. */
    public Created create(Caller caller, NewToken wanted, Actor actor) {
        Caller holder = holders.acting(caller, wanted, clock.instant());
        IssuedToken issued = tokens.issue(holder, wanted.scope(), wanted.lifetime());
        var token =
                new TokenRecord(
                        issued.id(),
                        caller.registry().account(),
                        Revocations.holderId(holder.principal()),
                        holder.principal().name(),
                        wanted.name(),
                        wanted.description(),
                        wanted.scope(),
                        holder.accessKeyId(),
                        issued.issuedAt(),
                        issued.expiresAt(),
                        null,
                        null);
        database.write(tx -> {
            store.insert(tx.sql(), token);
            append(tx, actor, caller, "registry-token.created", token.principal(), about(token));
            return token;
        });
        return new Created(token, issued.text());
    }

    /**
     * Those that have not ended, in the order of their issue, behind the id of the page before;
     * revoked ones are among them until their end.
     */
    public List<TokenRecord> list(Listing listing, @Nullable String after, int limit) {
        String holderId =
                listing.holder() == null ? "" : holders.idOf(listing.account(), listing.holder());
        notes.flush(); // what was used or issued here until now
        return database.read(tx ->
                store.list(
                        tx.sql(),
                        new TokenStore.Listing(
                                listing.account(),
                                holderId,
                                listing.logins(),
                                after == null ? "" : after,
                                clock.instant()),
                        limit));
    }

    /**
     * Ends one token. Problem: RegistryTokenUnknown, also where it has another holder.
     *
     * @param holder the ARN of its holder; null for any of the account
     */
    public TokenRecord revoke(Caller caller, UUID id, @Nullable Arn holder, Actor actor) {
        AccountId account = caller.registry().account();
        Optional<String> holderId =
                Optional.ofNullable(holder).map(arn -> holders.idOf(account, arn));
        notes.flush();
        TokenRecord revoked =
                database.write(tx -> {
                    TokenRecord token =
                            store.find(tx.sql(), account, id)
                                    .filter(found ->
                                            holderId.isEmpty()
                                                    || found.holderId().equals(holderId.get()))
                                    .orElseThrow(() -> unknown(id));
                    revocationStore.advance(tx);
                    store.revoke(tx.sql(), id, clock.instant());
                    append(
                            tx,
                            actor,
                            caller,
                            "registry-token.revoked",
                            token.principal(),
                            about(token));
                    return store.find(tx.sql(), account, id).orElseThrow(() -> unknown(id));
                });
        revocations.refresh();
        return revoked;
    }

    /** Ends every token that the holder has now, listed or not. */
    public Instant revokeAll(Caller caller, Arn holder, Actor actor) {
        AccountId account = caller.registry().account();
        String holderId = holders.idOf(account, holder);
        notes.flush();
        Instant now = Instant.ofEpochMilli(clock.millis());
        database.write(tx -> {
            revocationStore.advance(tx);
            revocationStore.put(tx, account, holderId, now);
            store.revokeAllOf(tx.sql(), account, holderId, now);
            append(tx, actor, caller, "registry-tokens.revoked", holder.toString(), Map.of());
            return now;
        });
        revocations.refresh();
        return now;
    }

    private void append(
            Tx tx,
            Actor actor,
            Caller caller,
            String type,
            String resource,
            Map<String, Object> detail) {
        outbox.append(
                tx, actor, new Event(type, EVENT_VERSION, caller.registry(), resource, detail));
    }

    private static Map<String, Object> about(TokenRecord token) {
        return Map.of(
                "tokenId",
                token.id().toString(),
                "name",
                token.name(),
                "scope",
                ScopeText.of(token.scope()),
                "expiresAt",
                token.expiresAt().toEpochMilli());
    }

    private static ProblemException unknown(UUID id) {
        return new ProblemException(new AccessProblem.RegistryTokenUnknown(id.toString()));
    }
}
