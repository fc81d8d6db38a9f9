package dev.berth.token;

import dev.berth.access.Caller;
import dev.berth.access.Directory;
import dev.berth.access.Directory.RoleFacts;
import dev.berth.access.Principal;
import dev.berth.access.Revocations;
import dev.berth.access.Session;
import dev.berth.access.TokenScope;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who can have tokens with names: whoever asks for one, and users and roles of his account. */
public final class TokenHolders {
    private static final String MEMBER = "principalArn";
    private static final String USER = "user/";

    private final Directory directory;

    public TokenHolders(Directory directory) {
        this.directory = directory;
    }

    /**
     * Whose tokens a request of this caller means where it names nobody; empty for a service, which
     * has no ARN.
     */
    public static Optional<Arn> ownArn(Caller caller) {
        return switch (caller.principal()) {
            case Principal.AssumedRole role -> Optional.of(role.roleArn());
            case Principal.Root _, Principal.User _, Principal.FederatedUser _ ->
                    Arn.tryParse(caller.principal().name());
            case Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    Optional.empty();
        };
    }

    /** The id by which the tokens of this user, role or root are kept. */
    String idOf(AccountId account, Arn arn) {
        if (arn.equals(Arn.iam(account, "root"))) {
            return Revocations.holderId(new Principal.Root(account));
        }
        return directory
                .idOf(arn)
                .filter(_ -> arn.account().equals(account.value()))
                .orElseThrow(() -> unknown(arn));
    }

    /** As whom the token will call. It stands for itself: the end of no key ends it. */
    Caller acting(Caller caller, RobotTokens.NewToken wanted, Instant now) {
        Arn arn = wanted.holder();
        if (arn == null || isBehind(caller, arn)) {
            return acting(caller, caller.principal(), caller.session());
        }
        requireLasting(caller);
        AccountId account = caller.registry().account();
        Optional<RoleFacts> role = directory.role(arn);
        if (!arn.account().equals(account.value())) {
            throw unknown(arn);
        }
        return role.isPresent()
                ? acting(caller, session(role.get(), wanted.name()), session(wanted, now))
                : acting(caller, user(account, arn), null);
    }

    /** Who names whom he acts for must not escape his session by that. */
    private static boolean isBehind(Caller caller, Arn arn) {
        Optional<Arn> behind =
                switch (caller.principal()) {
                    case Principal.FederatedUser user -> {
                        Principal.User issuer = user.issuer();
                        yield issuer == null
                                ? Optional.of(Arn.iam(user.account(), "root"))
                                : Arn.tryParse(issuer.name());
                    }
                    case Principal.Service service -> {
                        Principal behindIt = service.behind();
                        yield behindIt instanceof Principal.AssumedRole role
                                ? Optional.of(role.roleArn())
                                : Optional.ofNullable(behindIt)
                                        .flatMap(user -> Arn.tryParse(user.name()));
                    }
                    case Principal.Root _,
                            Principal.User _,
                            Principal.AssumedRole _,
                            Principal.WebIdentity _,
                            Principal.Anonymous _,
                            Principal.Job _ ->
                            Optional.empty();
                };
        return behind.filter(arn::equals).isPresent()
                || ownArn(caller).filter(arn::equals).isPresent();
    }

    /**
     * Sessions that may not call IAM make nobody else's credentials either, nor do those that
     * session policies bound: the other's token would not be bound by them.
     */
    private static void requireLasting(Caller caller) {
        boolean bounded =
                switch (caller.principal()) {
                    case Principal.FederatedUser _ -> true;
                    case Principal.Root _, Principal.User _ -> caller.session() != null;
                    case Principal.AssumedRole _, Principal.Service _ ->
                            hasPolicies(caller.session());
                    case Principal.WebIdentity _, Principal.Anonymous _, Principal.Job _ -> false;
                };
        if (bounded) {
            throw new ProblemException(
                    new AccessProblem.AccessDenied(
                            "Cannot call CreateRegistryToken for others with session credentials"));
        }
    }

    private static boolean hasPolicies(@Nullable Session session) {
        return session != null
                && !(session.policies().isEmpty() && session.managedPolicies().isEmpty());
    }

    private Principal user(AccountId account, Arn arn) {
        String id = directory.idOf(arn).orElseThrow(() -> unknown(arn));
        String resource = arn.resource();
        if (!resource.startsWith(USER)) {
            throw unknown(arn);
        }
        int name = resource.lastIndexOf('/') + 1;
        return new Principal.User(
                account, id, resource.substring(USER.length() - 1, name), resource.substring(name));
    }

    private static Principal session(RoleFacts role, String tokenName) {
        return new Principal.AssumedRole(
                role.account(), role.id(), role.path(), role.name(), tokenName);
    }

    /** Of a role nobody acts but a session; this one has nothing beside its time. */
    private static Session session(RobotTokens.NewToken wanted, Instant now) {
        Instant begin = Instant.ofEpochMilli(now.toEpochMilli());
        return new Session(
                begin,
                begin.plus(wanted.lifetime()),
                List.of(),
                List.of(),
                Map.of(),
                Set.of(),
                null,
                false,
                null);
    }

    private static Caller acting(Caller caller, Principal principal, @Nullable Session session) {
        return new Caller(
                principal,
                session,
                null,
                caller.registry(),
                principal.equals(caller.principal()) ? caller.scope() : new TokenScope.Full(),
                caller.address(),
                caller.tls());
    }

    private static ProblemException unknown(Arn arn) {
        return new ProblemException(
                new Problem.InvalidParameter(
                        MEMBER, "'%s' is no user or role of this account".formatted(arn)));
    }
}
