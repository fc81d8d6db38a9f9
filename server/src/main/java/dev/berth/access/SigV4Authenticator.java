package dev.berth.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.aws.CanonicalRequest;
import dev.berth.aws.CredentialScope;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.aws.SignatureV4;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.crypto.SecretKey;

/**
 * Verifies Signature Version 4 in its header form. The body is always bound: its hash is computed
 * here, whatever the client claims it to be, and an unsigned payload is refused.
 */
public final class SigV4Authenticator implements SignatureAuthenticator {
    private static final int MAX_SIGNING_KEYS = 10_000;
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);
    private static final Duration MAX_SKEW_OF_IDENTITY_SERVICES = Duration.ofMinutes(15);
    private static final Set<String> IDENTITY_SERVICES = Set.of("sts", "iam");

    /** Headers that change what a request means: a signature that leaves one out is replayable. */
    private static final List<String> SIGNED_WHERE_PRESENT =
            List.of("x-amz-target", "x-amz-security-token");

    private static final String MISMATCH =
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    /** The whole key is part of it, so that a key that is no longer found finds nothing here. */
    private record SigningKeyOf(AccessKey key, CredentialScope scope) {}

    private final AccessKeys keys;
    private final InstantSource clock;
    private final Cache<SigningKeyOf, SecretKey> signingKeys =
            Caffeine.newBuilder()
                    .maximumSize(MAX_SIGNING_KEYS)
                    .expireAfterAccess(Duration.ofHours(1))
                    .build();

    public SigV4Authenticator(AccessKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public PendingCaller begin(SignedRequest request, String service) {
        String text = authorization(request);
        AuthorizationHeader header = AuthorizationHeader.parse(text);
        SignatureDate date = SignatureDate.of(request, text);
        requireSignedHeaders(request, header);
        Region region = requireScope(header.credential(), date, service);
        date.requireWithin(skew(service), clock.instant());
        String claimedHash = claimedHash(request);
        AccessKey key = requireKey(request, header.credential());
        return bodySha256 -> {
            if (!claimedHash.isEmpty() && !claimedHash.equals(bodySha256)) {
                throw invalid(MISMATCH);
            }
            requireSignature(request, header, date, key, bodySha256);
            return new Caller(
                    new Principal.Root(key.account()),
                    null,
                    key.id(),
                    new Registry(key.account(), region),
                    new TokenScope.Full(),
                    request.address(),
                    request.tls());
        };
    }

    private static String authorization(SignedRequest request) {
        List<String> values = request.headers().apply("authorization");
        if (values.isEmpty()) {
            if (request.rawQuery().contains("X-Amz-Signature=")) {
                throw new ProblemException(
                        new Problem.CredentialMalformed(
                                "Signatures in the query string are not accepted here; sign the request with an Authorization header."));
            }
            throw new ProblemException(new Problem.CredentialMissing());
        }
        if (values.size() > 1) {
            throw new ProblemException(
                    new Problem.CredentialMalformed("More than one Authorization header."));
        }
        return values.getFirst();
    }

    private static void requireSignedHeaders(SignedRequest request, AuthorizationHeader header) {
        if (!header.signs("host")) {
            throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        for (String name : SIGNED_WHERE_PRESENT) {
            if (!request.headers().apply(name).isEmpty() && !header.signs(name)) {
                throw invalid(
                        "'%s' must be a 'SignedHeader' in the AWS Authorization.".formatted(name));
            }
        }
        for (String name : header.signedHeaders()) {
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

    private AccessKey requireKey(SignedRequest request, CredentialScope scope) {
        if (!request.headers().apply("x-amz-security-token").isEmpty()) {
            // There are only long-term keys, and none of them has a session.
            throw new ProblemException(new Problem.CredentialUnknown());
        }
        return keys.find(scope.accessKeyId())
                .orElseThrow(() -> new ProblemException(new Problem.CredentialUnknown()));
    }

    private void requireSignature(
            SignedRequest request,
            AuthorizationHeader header,
            SignatureDate date,
            AccessKey key,
            String bodySha256) {
        var canonical =
                new CanonicalRequest(
                        request.method(),
                        request.path(),
                        request.rawQuery(),
                        header.signedHeaders(),
                        request.headers(),
                        bodySha256);
        CredentialScope scope = header.credential();
        SecretKey signingKey =
                signingKeys.get(
                        new SigningKeyOf(key, scope),
                        _ -> SignatureV4.signingKey(key.secret(), scope));
        String expected =
                SignatureV4.sign(
                        signingKey, SignatureV4.stringToSign(date.toString(), scope, canonical));
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8),
                header.signature().getBytes(StandardCharsets.UTF_8))) {
            throw invalid(MISMATCH);
        }
    }

    private static ProblemException invalid(String message) {
        return new ProblemException(new Problem.SignatureInvalid(message));
    }
}
