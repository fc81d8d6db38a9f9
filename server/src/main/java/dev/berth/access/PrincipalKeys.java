package dev.berth.access;

import dev.berth.aws.AccountId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The condition keys that tell who the caller is; a request cannot set any of them. */
final class PrincipalKeys {
    private static final Set<String> NAMES =
            Set.of(
                    "aws:principalarn",
                    "aws:principalaccount",
                    "aws:principaltype",
                    "aws:principalorgid",
                    "aws:principalisawsservice",
                    "aws:principalservicename",
                    "aws:userid",
                    "aws:username",
                    "aws:tokenissuetime",
                    "aws:multifactorauthpresent",
                    "aws:federatedprovider",
                    "aws:sourceidentity",
                    "aws:sourcearn",
                    "aws:sourceaccount");

    private PrincipalKeys() {}

    static boolean isOne(String key) {
        return NAMES.contains(key);
    }

    static @Nullable List<String> values(Caller caller, String organization, String key) {
        Principal principal = caller.principal();
        Session session = caller.session();
        String value =
                switch (key) {
                    case "aws:principalarn" -> arn(principal);
                    case "aws:principalaccount" -> account(principal);
                    case "aws:principaltype" -> type(principal);
                    case "aws:principalorgid" -> account(principal) == null ? null : organization;
                    case "aws:principalisawsservice" ->
                            Boolean.toString(principal instanceof Principal.Service);
                    case "aws:userid" -> userId(principal);
                    case "aws:username" ->
                            principal instanceof Principal.User user ? user.userName() : null;
                    case "aws:tokenissuetime" ->
                            session == null
                                    ? null
                                    : session.issuedAt().truncatedTo(ChronoUnit.SECONDS).toString();
                    // temporary credentials always say it, long-term ones never
                    case "aws:multifactorauthpresent" -> session == null ? null : "false";
                    case "aws:federatedprovider" ->
                            session == null ? null : session.federatedProvider();
                    case "aws:sourceidentity" -> session == null ? null : session.sourceIdentity();
                    default -> ofService(principal, key);
                };
        return DecisionKeys.maybe(value);
    }

    private static @Nullable String ofService(Principal principal, String key) {
        if (!(principal instanceof Principal.Service service)) {
            return null;
        }
        return switch (key) {
            case "aws:principalservicename" -> service.service();
            case "aws:sourcearn" -> service.sourceArn();
            case "aws:sourceaccount" -> service.sourceAccount();
            default -> null;
        };
    }

    /** Of a session, that of its role. */
    private static @Nullable String arn(Principal principal) {
        return switch (principal) {
            case Principal.Root _, Principal.User _, Principal.FederatedUser _ -> principal.name();
            case Principal.AssumedRole role -> role.roleArn().toString();
            case Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    null;
        };
    }

    private static @Nullable String account(Principal principal) {
        Optional<AccountId> account =
                switch (principal) {
                    case Principal.Root root -> Optional.of(root.account());
                    case Principal.User user -> Optional.of(user.account());
                    case Principal.AssumedRole role -> Optional.of(role.account());
                    case Principal.FederatedUser user -> Optional.of(user.account());
                    case Principal.Service _,
                            Principal.WebIdentity _,
                            Principal.Anonymous _,
                            Principal.Job _ ->
                            Optional.empty();
                };
        return account.map(AccountId::value).orElse(null);
    }

    private static @Nullable String type(Principal principal) {
        return switch (principal) {
            case Principal.Root _ -> "Account";
            case Principal.User _ -> "User";
            case Principal.AssumedRole _ -> "AssumedRole";
            case Principal.FederatedUser _ -> "FederatedUser";
            case Principal.Anonymous _, Principal.WebIdentity _ -> "Anonymous";
            case Principal.Service _, Principal.Job _ -> null;
        };
    }

    private static @Nullable String userId(Principal principal) {
        return principal instanceof Principal.Anonymous
                ? "anonymous"
                : principal.uniqueId().orElse(null);
    }
}
