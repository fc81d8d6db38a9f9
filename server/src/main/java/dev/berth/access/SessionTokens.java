package dev.berth.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Temporary credentials. Nothing of them is stored: the token carries the secret, the principal and
 * the session, sealed by the root key and bound to the id of its key, so that every server of the
 * same root key opens it.
 */
public final class SessionTokens {
    /** Begins the id of every key that needs a session token. */
    static final String PREFIX = "ASIA";

    /** What policies and tags of a session may take, deflated. */
    static final int PACKED_LIMIT = 2048;

    /** With paths and names of the greatest length a token stays below this. */
    static final int MAX_LENGTH = 8192;

    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int ID_LETTERS = 16;

    /** 30 bytes are the 40 characters of base64 that a secret has at AWS. */
    private static final int SECRET_BYTES = 30;

    private static final long MAX_REMEMBERED_CHARACTERS = 16L << 20;

    private final RootKey rootKey;
    private final InstantSource clock;
    private final SecureRandom random;

    /** By the id of the key, so that each has one place, whatever tokens come with it. */
    private final Cache<String, Opened> opened =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_REMEMBERED_CHARACTERS)
                    .<String, Opened>weigher((_, entry) -> entry.weight())
                    .build();

    private record Opened(String token, SessionKey key) {
        /** The session is about as long as its token, unpacked. */
        int weight() {
            return 1024 + 4 * token.length();
        }
    }

    public SessionTokens(RootKey rootKey, InstantSource clock, SecureRandom random) {
        this.rootKey = rootKey;
        this.clock = clock;
        this.random = random;
    }

    /**
     * New credentials.
     *
     * @throws ProblemException PackedPolicyTooLarge
     */
    public TemporaryCredentials issue(Principal principal, Session session) {
        requirePackable(session);
        String id = PREFIX + randomLetters();
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String secretText = Base64.getEncoder().encodeToString(secret);
        byte[] content =
                SessionTokenFormat.write(
                        new SessionTokenFormat.Content(secretText, principal, session));
        String token =
                Base64.getEncoder().encodeToString(rootKey.seal(content, purpose(id)).bytes());
        if (token.length() > MAX_LENGTH) {
            throw new IllegalStateException("a session token longer than " + MAX_LENGTH);
        }
        return new TemporaryCredentials(id, secretText, token, session.expiresAt());
    }

    /** How much of the space for policies and tags a session takes, in percent. */
    public static int packedPercent(Session session) {
        return Math.ceilDiv(SessionTokenFormat.packedSize(session) * 100, PACKED_LIMIT);
    }

    /**
     * The key of this id, if the token is its own.
     *
     * @throws ProblemException SessionExpired
     */
    Optional<SessionKey> open(String accessKeyId, String token) {
        if (!accessKeyId.startsWith(PREFIX) || token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        @Nullable Opened known = opened.getIfPresent(accessKeyId);
        Optional<SessionKey> key =
                known != null && isSame(known.token(), token)
                        ? Optional.of(known.key())
                        : unsealed(accessKeyId, token);
        if (key.isPresent() && !clock.instant().isBefore(key.get().session().expiresAt())) {
            opened.invalidate(accessKeyId);
            throw new ProblemException(new AccessProblem.SessionExpired());
        }
        if (known == null && key.isPresent()) {
            opened.put(accessKeyId, new Opened(token, key.get()));
        }
        return key;
    }

    static void requirePackable(Session session) {
        int percent = packedPercent(session);
        if (percent > 100) {
            throw new ProblemException(
                    new AccessProblem.Identity(
                            IdentityFault.PACKED_POLICY_TOO_LARGE,
                            "Packed policy consumes %d%% of allotted space, please use smaller policy."
                                    .formatted(percent)));
        }
    }

    private Optional<SessionKey> unsealed(String accessKeyId, String token) {
        byte[] sealed;
        try {
            sealed = Base64.getDecoder().decode(token);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        // The decoder forgives loose bits; one session has one token.
        if (!Base64.getEncoder().encodeToString(sealed).equals(token)) {
            return Optional.empty();
        }
        return rootKey.tryOpen(new SealedSecret(sealed), purpose(accessKeyId))
                .flatMap(content -> key(accessKeyId, content));
    }

    /** Empty for a format of another version: it is no token to this one. */
    private static Optional<SessionKey> key(String accessKeyId, byte[] bytes) {
        try {
            SessionTokenFormat.Content content = SessionTokenFormat.read(bytes);
            return content.principal()
                    .accountId()
                    .map(account ->
                            new SessionKey(
                                    new AccessKey(accessKeyId, account, content.secret()),
                                    content.principal(),
                                    content.session()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private String randomLetters() {
        var letters = new StringBuilder(ID_LETTERS);
        while (letters.length() < ID_LETTERS) {
            letters.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return letters.toString();
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String purpose(String accessKeyId) {
        return "session/" + accessKeyId;
    }
}
