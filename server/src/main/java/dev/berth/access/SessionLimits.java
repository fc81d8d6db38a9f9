package dev.berth.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What temporary credentials cannot call at all, whatever their policies say. */
final class SessionLimits {
    private static final String IAM = "iam:";
    private static final String STS = "sts:";
    private static final Set<String> OF_A_USER =
            Set.of(
                    "sts:AssumeRole",
                    "sts:GetCallerIdentity",
                    "sts:SetSourceIdentity",
                    "sts:TagSession");
    private static final Set<String> NOT_IN_A_ROLE =
            Set.of("sts:GetSessionToken", "sts:GetFederationToken");

    private SessionLimits() {}

    /** Why the action cannot be called, in the words of AWS; null where it can. */
    static @Nullable String refusal(Caller caller, String action) {
        if (caller.session() == null) {
            return null;
        }
        boolean reachable =
                switch (caller.principal()) {
                    case Principal.Root _, Principal.User _ ->
                            !action.startsWith(IAM)
                                    && (!action.startsWith(STS) || OF_A_USER.contains(action));
                    case Principal.FederatedUser _ ->
                            !action.startsWith(IAM)
                                    && (!action.startsWith(STS)
                                            || action.equals("sts:GetCallerIdentity"));
                    case Principal.AssumedRole _, Principal.Service _ ->
                            !NOT_IN_A_ROLE.contains(action);
                    case Principal.WebIdentity _, Principal.Anonymous _, Principal.Job _ -> true;
                };
        return reachable
                ? null
                : "Cannot call %s with session credentials"
                        .formatted(action.substring(action.indexOf(':') + 1));
    }
}
