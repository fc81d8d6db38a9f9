package dev.berth.session.oidc;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer. They are renewed when they are old, and when a token names a key that is
 * not among them: the issuer may have a new one. While it cannot be reached, those known before go
 * on for some hours.
 */
final class IssuerKeys {
    static final Duration FRESH = Duration.ofMinutes(15);
    static final Duration KEPT = Duration.ofHours(4);

    /** The least between two attempts: anyone can make up ids of keys. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

    private final OidcIssuer issuer;
    private final KeyFetcher fetcher;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();
    private final ReentrantLock fetching = new ReentrantLock();
    private @Nullable Instant attempted; // guarded by fetching

    private record Known(List<JWK> keys, Instant since) {
        List<JWK> matching(JWSHeader header) {
            @Nullable JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
            return matcher == null ? List.of() : keys.stream().filter(matcher::matches).toList();
        }
    }

    IssuerKeys(OidcIssuer issuer, KeyFetcher fetcher, InstantSource clock) {
        this.issuer = issuer;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /**
     * Those that may have signed; none where the issuer has no such key.
     *
     * @throws ProblemException IDPCommunicationError, when no keys of the issuer can be had
     */
    List<JWK> find(JWSHeader header) {
        @Nullable Known now = known.get();
        List<JWK> matching = now == null || !isWithin(KEPT, now) ? List.of() : now.matching(header);
        if (now != null && isWithin(FRESH, now) && !matching.isEmpty()) {
            return matching;
        }
        renew(now, matching.isEmpty());
        @Nullable Known renewed = known.get();
        if (renewed == null || !isWithin(KEPT, renewed)) {
            throw new ProblemException(
                    new AccessProblem.Identity(
                            IdentityFault.IDP_COMMUNICATION_ERROR,
                            "The keys of the identity provider %s could not be fetched. Try again later."
                                    .formatted(issuer.url())));
        }
        return renewed.matching(header);
    }

    /** Who can go on with what is known does not wait for another's attempt. */
    @SuppressWarnings("ReferenceEquality") // whether another thread renewed them meanwhile
    private void renew(@Nullable Known seen, boolean wait) {
        if (wait) {
            fetching.lock();
        } else if (!fetching.tryLock()) {
            return;
        }
        try {
            if (known.get() == seen && mayTry()) {
                fetch();
            }
        } finally {
            fetching.unlock();
        }
    }

    /** A clock that was set back does not end trying. */
    private boolean mayTry() {
        Instant now = clock.instant();
        if (attempted != null && !now.isBefore(attempted) && now.isBefore(attempted.plus(PAUSE))) {
            return false;
        }
        attempted = now;
        return true;
    }

    private void fetch() {
        try {
            known.set(new Known(JwksReader.read(fetcher.fetch(issuer)), clock.instant()));
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("issuer", issuer.url())
                    .setCause(e)
                    .log("failed to fetch the keys of an issuer");
        }
    }

    private boolean isWithin(Duration age, Known keys) {
        Instant now = clock.instant();
        return !now.isBefore(keys.since()) && now.isBefore(keys.since().plus(age));
    }
}
