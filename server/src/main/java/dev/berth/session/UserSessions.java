package dev.berth.session;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Caller;
import dev.berth.access.Directory;
import dev.berth.access.Principal;
import dev.berth.access.Session;
import dev.berth.access.SessionTokens;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.ConditionKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions that users, and the root of an account, give themselves and others. */
public final class UserSessions {
    private static final Duration DEFAULT = Duration.ofHours(12);
    private static final Duration MAX_OF_ROOT = Duration.ofHours(1);

    private final SessionTokens tokens;
    private final InstantSource clock;
    private final ContentsCheck check;

    /**
     * Sessions of the users that the directory knows.
     *
     * @param clock the real one: credentials are checked by it
     */
    public UserSessions(Directory directory, SessionTokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
        this.check = new ContentsCheck(directory);
    }

    /**
     * Someone who has no user here.
     *
     * @param duration null for twelve hours
     */
    public record Federation(String name, @Nullable Duration duration, SessionContents contents) {}

    /** What must be allowed to give a federated user a session. */
    public List<Ask> asks(Caller caller, Federation federation) {
        check.requireForm(federation.contents(), Set.of());
        Arn user = Arn.sts(caller.registry().account(), "federated-user/" + federation.name());
        var asks = new ArrayList<Ask>();
        asks.add(Ask.of(Action.STS_GET_FEDERATION_TOKEN, user));
        if (federation.contents().isTagged()) {
            asks.add(Ask.of(Action.STS_TAG_SESSION, user));
        }
        return asks;
    }

    /** What conditions of the policies read. */
    public ConditionKeys keys(Federation federation) {
        return new SessionKeys(federation.contents(), null, null, null);
    }

    /** A session of the caller himself: what he may, for a time. */
    public NewSession<Principal> ofCaller(Caller caller, @Nullable Duration duration) {
        if (!isLasting(caller)) {
            throw Refusal.denied("Cannot call GetSessionToken with session credentials");
        }
        Session session = session(caller, duration, SessionContents.NONE);
        return new NewSession<>(
                tokens.issue(caller.principal(), session), caller.principal(), null, null);
    }

    /** Who is more than a session by himself, so that no session begets the next one. */
    private static boolean isLasting(Caller caller) {
        return caller.session() == null
                && (caller.principal() instanceof Principal.Root
                        || caller.principal() instanceof Principal.User);
    }

    /** A session of someone else, who may what the caller may and the session policies say. */
    public NewSession<Principal.FederatedUser> federated(Caller caller, Federation federation) {
        AccountId account = caller.registry().account();
        Principal.@Nullable User issuer =
                switch (caller.principal()) {
                    case Principal.Root _ -> null;
                    case Principal.User user -> user;
                    case Principal.AssumedRole _,
                            Principal.FederatedUser _,
                            Principal.Service _,
                            Principal.WebIdentity _,
                            Principal.Anonymous _,
                            Principal.Job _ ->
                            throw Refusal.denied(
                                    "Cannot call GetFederationToken with session credentials");
                };
        check.requireManagedPolicies(federation.contents(), account);
        Session session = session(caller, federation.duration(), federation.contents());
        var principal = new Principal.FederatedUser(account, federation.name(), issuer);
        return new NewSession<>(
                tokens.issue(principal, session),
                principal,
                federation.contents().isEmpty()
                        ? null
                        : Long.valueOf(SessionTokens.packedPercent(session)),
                null);
    }

    /** Sessions of a root end after an hour, however long was asked for. */
    private Session session(Caller caller, @Nullable Duration asked, SessionContents contents) {
        Duration duration = Objects.requireNonNullElse(asked, DEFAULT);
        if (caller.principal() instanceof Principal.Root && duration.compareTo(MAX_OF_ROOT) > 0) {
            duration = MAX_OF_ROOT;
        }
        Instant now = clock.instant();
        return new Session(
                now,
                now.plus(duration).truncatedTo(ChronoUnit.SECONDS),
                contents.policies(),
                contents.managedPolicyArns(),
                contents.tags(),
                Set.of(),
                null,
                false,
                null);
    }
}
