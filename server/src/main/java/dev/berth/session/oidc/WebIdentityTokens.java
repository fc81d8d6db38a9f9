package dev.berth.session.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.berth.aws.AccountId;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import dev.berth.runtime.WouldBlock;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies web identity tokens. Only issuers that the operator named are asked for keys, only
 * asymmetric signatures count, and an account takes only tokens of its own providers.
 */
public final class WebIdentityTokens {
    /** Of AssumeRoleWithWebIdentity. */
    public static final int MAX_LENGTH = 20_000;

    static final Duration LEEWAY = Duration.ofSeconds(60);
    private static final int MAX_SUBJECT_LENGTH = 255;

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final Map<String, IssuerKeys> issuers = new HashMap<>();
    private final RegisteredProviders providers;
    private final InstantSource clock;

    /** {@code clock} is the real one: issuers know no other. */
    public WebIdentityTokens(
            Collection<OidcIssuer> issuers, RegisteredProviders providers, InstantSource clock) {
        this(issuers, new SourceFetcher(), providers, clock);
    }

    WebIdentityTokens(
            Collection<OidcIssuer> issuers,
            KeyFetcher fetcher,
            RegisteredProviders providers,
            InstantSource clock) {
        for (OidcIssuer issuer : issuers) {
            this.issuers.put(issuer.url(), new IssuerKeys(issuer, fetcher, clock));
        }
        this.providers = providers;
        this.clock = clock;
    }

    /**
     * What the token says to this account.
     *
     * @throws ProblemException InvalidIdentityToken, ExpiredTokenException, IDPCommunicationError
     */
    public WebIdentityToken verify(String token, AccountId account) {
        WouldBlock.unlessMayBlock();
        if (token.length() > MAX_LENGTH) {
            throw notAToken();
        }
        SignedJWT jwt = parsed(token);
        JWTClaimsSet claims = claims(jwt);
        String issuer = required("iss", claims.getIssuer());
        RegisteredProviders.Provider provider =
                providers
                        .find(account, issuer)
                        .orElseThrow(() ->
                                invalid(
                                        "No OpenIDConnect provider found in your account for "
                                                + issuer));
        requireSignature(jwt, issuer);
        List<String> audience =
                claims.getAudience().stream().filter(provider.clientIds()::contains).toList();
        if (audience.isEmpty()) {
            throw invalid("Incorrect token audience");
        }
        requireTimes(claims);
        String subject = required("sub", claims.getSubject());
        if (subject.length() > MAX_SUBJECT_LENGTH) {
            throw invalid("The claim 'sub' of the token is longer than " + MAX_SUBJECT_LENGTH);
        }
        return new WebIdentityToken(
                issuer,
                provider.arn(),
                subject,
                audience,
                ClaimKeys.of(issuer, audience, claims),
                required("iat", claims.getIssueTime()).toInstant(),
                required("exp", claims.getExpirationTime()).toInstant(),
                grants(claims));
    }

    private static SessionClaims grants(JWTClaimsSet claims) {
        try {
            return SessionClaims.of(claims);
        } catch (ParseException e) {
            throw invalid("The token's claims for the session cannot be read: " + e.getMessage());
        }
    }

    private static SignedJWT parsed(String token) {
        SignedJWT jwt;
        try {
            jwt = SignedJWT.parse(token);
        } catch (ParseException | RuntimeException _) {
            throw notAToken();
        }
        JWSHeader header = jwt.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw invalid(
                    "The signature algorithm '%s' of the token is not supported"
                            .formatted(header.getAlgorithm()));
        }
        if (header.getCriticalParams() != null) {
            throw invalid("The token has critical header parameters, none of which is understood");
        }
        return jwt;
    }

    private static JWTClaimsSet claims(SignedJWT jwt) {
        try {
            return Optional.ofNullable(jwt.getJWTClaimsSet())
                    .orElseThrow(WebIdentityTokens::notAToken);
        } catch (ParseException | IllegalArgumentException _) {
            throw notAToken();
        }
    }

    private void requireSignature(SignedJWT jwt, String issuer) {
        @Nullable IssuerKeys keys = issuers.get(issuer);
        if (keys == null) {
            throw invalid(
                    "The issuer %s is not among those that the operator of this server trusts"
                            .formatted(issuer));
        }
        List<JWK> candidates = keys.find(jwt.getHeader());
        if (candidates.isEmpty()) {
            throw invalid("The identity provider has no key that the token names");
        }
        if (candidates.stream().noneMatch(key -> signed(jwt, key))) {
            throw invalid("The signature of the token is not valid");
        }
    }

    private static boolean signed(SignedJWT jwt, JWK key) {
        try {
            JWSVerifier verifier =
                    switch (key) {
                        case RSAKey rsa -> new RSASSAVerifier(rsa);
                        case ECKey curve -> new ECDSAVerifier(curve);
                        case JWK _ -> throw new JOSEException("a key of another kind");
                    };
            return jwt.verify(verifier);
        } catch (JOSEException _) {
            return false; // a key that does not fit the algorithm: not this one's signature
        }
    }

    private void requireTimes(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Instant expires = required("exp", claims.getExpirationTime()).toInstant();
        if (!now.isBefore(expires.plus(LEEWAY))) {
            throw new ProblemException(
                    new AccessProblem.Identity(
                            IdentityFault.EXPIRED_IDENTITY_TOKEN,
                            "Token expired: current date/time %d must be before the expiration date/time %d"
                                    .formatted(now.getEpochSecond(), expires.getEpochSecond())));
        }
        requirePast("iat", required("iat", claims.getIssueTime()), now);
        @Nullable Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null) {
            requirePast("nbf", notBefore, now);
        }
    }

    private static void requirePast(String claim, Date time, Instant now) {
        if (time.toInstant().isAfter(now.plus(LEEWAY))) {
            throw invalid(
                    "The claim '%s' of the token lies in the future: current date/time %d"
                            .formatted(claim, now.getEpochSecond()));
        }
    }

    private static <T> T required(String claim, @Nullable T value) {
        if (value == null || value.equals("")) {
            throw invalid("Missing a required claim: " + claim);
        }
        return value;
    }

    private static ProblemException notAToken() {
        return invalid("The token that is provided is not a valid JWT");
    }

    private static ProblemException invalid(String message) {
        return new ProblemException(
                new AccessProblem.Identity(IdentityFault.INVALID_IDENTITY_TOKEN, message));
    }
}
