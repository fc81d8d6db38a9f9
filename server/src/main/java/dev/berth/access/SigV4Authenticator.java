package dev.berth.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.aws.CanonicalRequest;
import dev.berth.aws.CredentialScope;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.aws.SignatureV4;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Verifies Signature Version 4, in its header form and, for STS alone, in the query string. The
 * body is always bound: its hash is computed here, whatever the client claims it to be, and an
 * unsigned payload is refused.
 */
public final class SigV4Authenticator implements SignatureAuthenticator {
    private static final int MAX_SIGNING_KEYS = 10_000;
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);
    private static final Duration MAX_SKEW_OF_IDENTITY_SERVICES = Duration.ofMinutes(15);
    private static final Set<String> IDENTITY_SERVICES = Set.of("sts", "iam");

    /** Headers that change what a request means: a signature that leaves one out is replayable. */
    private static final List<String> SIGNED_WHERE_PRESENT =
            List.of("x-amz-target", SignatureClaim.SESSION_TOKEN);

    private static final String MISMATCH =
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    /** Whose links are sent to others, as proof of who they are. */
    private static final String PRESIGNABLE_SERVICE = "sts";

    /** Whose key it is. */
    private record Holder(AccessKey key, Principal principal, @Nullable Session session) {
        static Holder of(Directory.KeyHolder holder) {
            return new Holder(holder.key(), holder.principal(), null);
        }
    }

    /** The whole key is part of it, so that a key that is no longer found finds nothing here. */
    private record SigningKeyOf(AccessKey key, CredentialScope scope) {}

    private final Directory directory;
    private final PresentPrincipals principals;
    private final SessionTokens sessions;
    private final Revocations revocations;
    private final InstantSource clock;
    private final Cache<SigningKeyOf, SecretKey> signingKeys =
            Caffeine.newBuilder()
                    .maximumSize(MAX_SIGNING_KEYS)
                    .expireAfterAccess(Duration.ofHours(1))
                    .build();

    public SigV4Authenticator(
            Directory directory,
            SessionTokens sessions,
            Revocations revocations,
            InstantSource clock) {
        this.directory = directory;
        this.principals = new PresentPrincipals(directory);
        this.sessions = sessions;
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public PendingCaller begin(SignedRequest request, String service) {
        SignatureClaim claim = claim(request, service);
        requireSignedHeaders(request, claim);
        Region region = requireScope(claim.credential(), claim.date(), service);
        claim.window().require(claim.date(), clock.instant());
        String claimedHash = claimedHash(request);
        Holder holder = requireHolder(claim);
        return bodySha256 -> {
            if (!claimedHash.isEmpty() && !claimedHash.equals(bodySha256)) {
                throw invalid(MISMATCH);
            }
            requireSignature(request, claim, holder.key(), bodySha256);
            return new Caller(
                    holder.principal(),
                    holder.session(),
                    holder.key().id(),
                    new Registry(holder.key().account(), region),
                    new TokenScope.Full(),
                    request.address(),
                    request.tls());
        };
    }

    private static SignatureClaim claim(SignedRequest request, String service) {
        List<String> values = request.headers().apply("authorization");
        boolean presigned = PresignedQuery.isIn(request);
        var window = SignatureWindow.ofHeader(skew(service));
        if (values.isEmpty()) {
            if (!presigned) {
                throw new ProblemException(new AccessProblem.CredentialMissing());
            }
            if (!service.equals(PRESIGNABLE_SERVICE)) {
                throw malformed(
                        "Signatures in the query string are not accepted here; sign the request with an Authorization header.");
            }
            return PresignedQuery.parse(request, window);
        }
        if (values.size() > 1) {
            throw malformed("More than one Authorization header.");
        }
        if (presigned) {
            throw malformed(
                    "An Authorization header and a signature in the query string exclude each other.");
        }
        return SignatureClaim.ofHeader(request, values.getFirst(), window);
    }

    private static void requireSignedHeaders(SignedRequest request, SignatureClaim claim) {
        if (!claim.signs("host")) {
            throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        for (String name : SIGNED_WHERE_PRESENT) {
            if (!request.headers().apply(name).isEmpty() && !claim.signs(name)) {
                throw invalid(
                        "'%s' must be a 'SignedHeader' in the AWS Authorization.".formatted(name));
            }
        }
        for (String name : claim.signedHeaders()) {
            if (request.headers().apply(name).isEmpty()) {
                throw invalid("The signed header '%s' is not in the request.".formatted(name));
            }
        }
    }

    private static Region requireScope(CredentialScope scope, SignatureDate date, String service) {
        if (!scope.terminator().equals(CredentialScope.TERMINATOR)) {
            throw invalid(
                    "Credential should be scoped with a valid terminator: '%s', not '%s'."
                            .formatted(CredentialScope.TERMINATOR, scope.terminator()));
        }
        if (!scope.service().equals(service)) {
            throw invalid(
                    "Credential should be scoped to correct service: '%s'. ".formatted(service));
        }
        if (!scope.date().equals(date.day())) {
            throw invalid(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '%s' != '%s', from '%s'."
                            .formatted(scope.date(), date.day(), date));
        }
        return Region.tryParse(scope.region())
                .orElseThrow(() -> invalid("Credential should be scoped to a valid region. "));
    }

    private static Duration skew(String service) {
        return IDENTITY_SERVICES.contains(service) ? MAX_SKEW_OF_IDENTITY_SERVICES : MAX_SKEW;
    }

    /** Empty where the client claims none; what cannot be a hash is refused before the body. */
    private static String claimedHash(SignedRequest request) {
        List<String> values = request.headers().apply("x-amz-content-sha256");
        if (values.isEmpty()) {
            return "";
        }
        String value = values.getFirst();
        if (values.size() > 1 || !value.matches("[0-9a-f]{64}")) {
            throw invalid("The value passed in x-amz-content-sha256 must be the hash of the body.");
        }
        return value;
    }

    /** A temporary key is nothing without its token, and a long-term one has none. */
    private Holder requireHolder(SignatureClaim claim) {
        String id = claim.credential().accessKeyId();
        @Nullable String token = claim.sessionToken();
        Optional<Holder> holder =
                token == null
                        ? directory.key(id).map(Holder::of)
                        : sessions.open(id, token).flatMap(this::holder);
        return holder.orElseThrow(
                () -> new ProblemException(new AccessProblem.CredentialUnknown()));
    }

    /** A session ends with its user or role, and by a revocation of all that it was issued. */
    private Optional<Holder> holder(SessionKey session) {
        if (revocations.isRevoked(session.principal(), session.session().issuedAt())) {
            return Optional.empty();
        }
        return principals
                .find(session.principal())
                .map(principal -> new Holder(session.key(), principal, session.session()));
    }

    private void requireSignature(
            SignedRequest request, SignatureClaim claim, AccessKey key, String bodySha256) {
        var canonical =
                new CanonicalRequest(
                        request.method(),
                        request.path(),
                        claim.rawQuery(),
                        claim.signedHeaders(),
                        request.headers(),
                        bodySha256);
        CredentialScope scope = claim.credential();
        SecretKey signingKey =
                signingKeys.get(
                        new SigningKeyOf(key, scope),
                        _ -> SignatureV4.signingKey(key.secret(), scope));
        String expected =
                SignatureV4.sign(
                        signingKey,
                        SignatureV4.stringToSign(claim.date().toString(), scope, canonical));
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8),
                claim.signature().getBytes(StandardCharsets.UTF_8))) {
            throw invalid(MISMATCH);
        }
    }

    private static ProblemException malformed(String message) {
        return new ProblemException(new AccessProblem.CredentialMalformed(message));
    }

    private static ProblemException invalid(String message) {
        return new ProblemException(new AccessProblem.SignatureInvalid(message));
    }
}
