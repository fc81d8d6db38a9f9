package dev.berth.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.runtime.IdSource;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that carry what they say under an HMAC, in base64url without padding. Clients split a
 * password at colons and decode with either alphabet, so no other character may occur.
 */
public final class HmacRegistryTokens implements RegistryTokens {
    private static final int HMAC_LENGTH = 32;

    /** As a password it must fit into the header of a request, twice in base64. */
    static final int MAX_LENGTH = 10 << 10;

    /** In characters: what is remembered is bounded, however long the tokens are. */
    private static final int MAX_REMEMBERED = 16 << 20;

    private final TokenKeys keys;
    private final InstantSource clock;
    private final IdSource ids;
    private final TokenStanding standing;
    private final TokenUses uses;

    /** Tokens whose HMAC was right; all that may end them is looked at each time. */
    private final Cache<String, RegistryToken> verified =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_REMEMBERED)
                    .weigher((String text, RegistryToken _) -> text.length())
                    .build();

    public HmacRegistryTokens(
            TokenKeys keys,
            InstantSource clock,
            IdSource ids,
            Directory directory,
            Revocations revocations,
            TokenUses uses) {
        this.keys = keys;
        this.clock = clock;
        this.ids = ids;
        this.standing = new TokenStanding(directory, revocations);
        this.uses = uses;
    }

    @Override
    public IssuedToken issue(Caller caller, TokenScope scope, Duration lifetime) {
        if (lifetime.compareTo(TokenKeys.MAX_TOKEN_LIFETIME) > 0) {
            throw new IllegalArgumentException("no token key lives for " + lifetime);
        }
        var now = Instant.ofEpochMilli(clock.millis());
        Instant expiresAt = end(now.plus(lifetime), caller.session());
        TokenKey key = keys.signing(expiresAt);
        var token =
                new RegistryToken(
                        key.id(),
                        ids.next(),
                        caller.principal(),
                        caller.accessKeyId(),
                        caller.session(),
                        caller.registry(),
                        now,
                        expiresAt,
                        narrowed(caller, scope));
        return new IssuedToken(token.id(), signed(key, token), now, expiresAt);
    }

    private static Instant end(Instant wanted, @Nullable Session session) {
        return session == null || wanted.isBefore(session.expiresAt())
                ? wanted
                : Instant.ofEpochMilli(session.expiresAt().toEpochMilli());
    }

    /** Whoever was let in with less does not get more by asking. */
    private static TokenScope narrowed(Caller caller, TokenScope scope) {
        return caller.scope()
                .narrowedTo(scope)
                .orElseThrow(() ->
                        new ProblemException(
                                new AccessProblem.AccessDenied(
                                        "The token of %s reaches nothing of what is asked for"
                                                .formatted(caller.principal().name()))));
    }

    private static String signed(TokenKey key, RegistryToken token) {
        byte[] payload = RegistryTokenFormat.write(token);
        byte[] bytes =
                ByteBuffer.allocate(payload.length + HMAC_LENGTH)
                        .put(payload)
                        .put(hmac(key, payload))
                        .array();
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        if (text.length() > MAX_LENGTH) {
            throw new ProblemException(
                    new Problem.InvalidRequest(
                            "The policies and tags of the session are too large for a token"));
        }
        return text;
    }

    @Override
    public Caller verify(String text, InetAddress address, boolean tls) {
        @Nullable RegistryToken known = verified.getIfPresent(text);
        RegistryToken token =
                known != null && keys.findLoaded(known.keyId()).isPresent() ? known : checked(text);
        if (!clock.instant().isBefore(token.expiresAt())) {
            verified.invalidate(text);
            throw new ProblemException(new AccessProblem.LoginTokenExpired());
        }
        Principal principal = standing.require(token);
        switch (token.scope()) {
            case TokenScope.Full _, TokenScope.Limited _ -> uses.note(token.id());
            case TokenScope.Layer _ -> {} // nobody lists the tokens of downloads
        }
        return new Caller(
                principal,
                token.session(),
                token.accessKeyId(),
                token.registry(),
                token.scope(),
                address,
                tls);
    }

    private RegistryToken checked(String text) {
        byte[] token = decoded(text);
        byte[] payload = Arrays.copyOf(token, token.length - HMAC_LENGTH);
        byte[] hmac = Arrays.copyOfRange(token, payload.length, token.length);
        try {
            TokenKey key =
                    keys.find(RegistryTokenFormat.keyId(payload))
                            .orElseThrow(HmacRegistryTokens::invalid);
            if (!MessageDigest.isEqual(hmac(key, payload), hmac)) {
                throw invalid();
            }
            RegistryToken checked = RegistryTokenFormat.read(payload);
            verified.put(text, checked);
            return checked;
        } catch (IOException _) {
            throw invalid();
        }
    }

    private static byte[] decoded(String text) {
        if (text.length() > MAX_LENGTH) {
            throw invalid();
        }
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw invalid();
        }
        // The decoder forgives padding and loose bits; one token has one text.
        if (token.length <= HMAC_LENGTH
                || !Base64.getUrlEncoder().withoutPadding().encodeToString(token).equals(text)) {
            throw invalid();
        }
        return token;
    }

    private static byte[] hmac(TokenKey key, byte[] payload) {
        try {
            var mac = Mac.getInstance(TokenKeys.HMAC);
            mac.init(key.key());
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    private static ProblemException invalid() {
        return new ProblemException(new AccessProblem.LoginTokenInvalid());
    }
}
