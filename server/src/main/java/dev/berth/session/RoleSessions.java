package dev.berth.session;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Caller;
import dev.berth.access.Directory;
import dev.berth.access.Principal;
import dev.berth.access.Session;
import dev.berth.access.SessionTokens;
import dev.berth.policy.ConditionKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of roles. Whether the caller may have one is decided where everything is: the role's
 * trust policy is what the resource says to {@link #asks}.
 */
public final class RoleSessions {
    private static final Duration DEFAULT = Duration.ofHours(1);
    private static final Duration MAX_CHAINED = Duration.ofHours(1);

    private final Directory directory;
    private final SessionTokens tokens;
    private final InstantSource clock;
    private final ContentsCheck check;

    /**
     * Sessions of the roles that the directory knows.
     *
     * @param clock the real one: credentials are checked by it
     */
    public RoleSessions(Directory directory, SessionTokens tokens, InstantSource clock) {
        this.directory = directory;
        this.tokens = tokens;
        this.clock = clock;
        this.check = new ContentsCheck(directory);
    }

    /** What must be allowed; refuses what nobody may. */
    public List<Ask> asks(Caller caller, RoleRequest request) {
        if (caller.principal() instanceof Principal.Root) {
            throw Refusal.denied("Roles may not be assumed by root accounts.");
        }
        check.requireForm(request.contents(), inherited(caller).keySet());
        var asks = new ArrayList<Ask>();
        asks.add(
                Ask.of(
                        caller.principal() instanceof Principal.WebIdentity
                                ? Action.STS_ASSUME_ROLE_WITH_WEB_IDENTITY
                                : Action.STS_ASSUME_ROLE,
                        request.role()));
        if (request.contents().isTagged()) {
            asks.add(Ask.of(Action.STS_TAG_SESSION, request.role()));
        }
        if (sourceIdentity(caller, request) != null) {
            asks.add(Ask.of(Action.STS_SET_SOURCE_IDENTITY, request.role()));
        }
        return asks;
    }

    /** What conditions of the policies read. */
    public ConditionKeys keys(Caller caller, RoleRequest request) {
        var keys =
                new SessionKeys(
                        request.contents(),
                        request.sessionName(),
                        request.externalId(),
                        sourceIdentity(caller, request));
        return caller.principal() instanceof Principal.WebIdentity identity
                ? keys.and(identity.claims()::get)
                : keys;
    }

    /** The session, once it is allowed. */
    public NewSession<Principal.AssumedRole> assume(Caller caller, RoleRequest request) {
        Directory.RoleFacts role =
                directory
                        .role(request.role())
                        .orElseThrow(() ->
                                Refusal.denied(
                                        "User: %s is not authorized to perform: %s on resource: %s"
                                                .formatted(
                                                        caller.principal().name(),
                                                        Action.STS_ASSUME_ROLE.iamName(),
                                                        request.role())));
        boolean chained = isOfRole(caller.principal());
        Duration duration = duration(request, role, chained);
        check.requireManagedPolicies(request.contents(), role.account());
        requireSameSource(caller, request);
        Session session = session(caller, request, duration, chained);
        var principal =
                new Principal.AssumedRole(
                        role.account(), role.id(), role.path(), role.name(), request.sessionName());
        return new NewSession<>(
                tokens.issue(principal, session),
                principal,
                request.contents().isEmpty()
                        ? null
                        : Long.valueOf(SessionTokens.packedPercent(session)),
                session.sourceIdentity());
    }

    private static Duration duration(
            RoleRequest request, Directory.RoleFacts role, boolean chained) {
        Duration duration = Objects.requireNonNullElse(request.duration(), DEFAULT);
        if (chained && duration.compareTo(MAX_CHAINED) > 0) {
            throw Refusal.invalid(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }
        if (duration.compareTo(role.maxSession()) > 0) {
            throw Refusal.invalid(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return duration;
    }

    private Session session(
            Caller caller, RoleRequest request, Duration duration, boolean chained) {
        Map<String, String> inherited = inherited(caller);
        var tags = new HashMap<String, String>(inherited);
        tags.putAll(request.contents().tags());
        Set<String> transitive = new HashSet<>(inherited.keySet());
        for (String key : request.contents().tags().keySet()) {
            if (request.contents().transitiveTags().stream().anyMatch(key::equalsIgnoreCase)) {
                transitive.add(key);
            }
        }
        if (tags.size() > ContentsCheck.MAX_TAGS) {
            throw Refusal.invalid(
                    "A session has at most %d tags, those of the calling session included."
                            .formatted(ContentsCheck.MAX_TAGS));
        }
        Instant now = clock.instant();
        @Nullable Session own = caller.session();
        return new Session(
                now,
                now.plus(duration).truncatedTo(ChronoUnit.SECONDS),
                request.contents().policies(),
                request.contents().managedPolicyArns(),
                tags,
                transitive,
                sourceIdentity(caller, request),
                chained,
                own == null ? null : own.federatedProvider());
    }

    /** The tags that the caller's session hands on to every role that it assumes. */
    private static Map<String, String> inherited(Caller caller) {
        @Nullable Session own = caller.session();
        if (own == null || !isOfRole(caller.principal())) {
            return Map.of();
        }
        var tags = new HashMap<>(own.tags());
        tags.keySet().retainAll(own.transitiveTags());
        return tags;
    }

    /** A role's session stays one where it stands for a service. */
    private static boolean isOfRole(@Nullable Principal principal) {
        return principal instanceof Principal.AssumedRole
                || (principal instanceof Principal.Service service && isOfRole(service.behind()));
    }

    private static @Nullable String sourceIdentity(Caller caller, RoleRequest request) {
        @Nullable Session own = caller.session();
        @Nullable String set = own == null ? null : own.sourceIdentity();
        return request.sourceIdentity() == null ? set : request.sourceIdentity();
    }

    /** Who is behind a session is said once. */
    private static void requireSameSource(Caller caller, RoleRequest request) {
        @Nullable Session own = caller.session();
        if (own != null
                && own.sourceIdentity() != null
                && request.sourceIdentity() != null
                && !own.sourceIdentity().equals(request.sourceIdentity())) {
            throw Refusal.denied(
                    "User: %s is not authorized to perform: %s on resource: %s, because the source identity of the calling session cannot be changed"
                            .formatted(
                                    caller.principal().name(),
                                    Action.STS_SET_SOURCE_IDENTITY.iamName(),
                                    request.role()));
        }
    }
}
