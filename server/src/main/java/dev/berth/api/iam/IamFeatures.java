package dev.berth.api.iam;

import dev.berth.api.awsquery.QueryCall;
import dev.berth.aws.Arn;
import dev.berth.identity.AccessKeys;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.Accounts;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.Change;
import dev.berth.identity.Groups;
import dev.berth.identity.HeldPolicies;
import dev.berth.identity.Identities;
import dev.berth.identity.IdentityChanges;
import dev.berth.identity.IdentityQuotas;
import dev.berth.identity.KeyUses;
import dev.berth.identity.ManagedPolicies;
import dev.berth.identity.OidcProviders;
import dev.berth.identity.Roles;
import dev.berth.identity.Users;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the operations of IAM need; each is about the account of its caller. */
public record IamFeatures(
        Identities identities,
        IdentityChanges changes,
        Users users,
        Groups groups,
        AccessKeys keys,
        KeyUses keyUses,
        HeldPolicies held,
        Roles roles,
        ManagedPolicies policies,
        OidcProviders providers,
        AwsManagedPolicies awsPolicies,
        Accounts accounts,
        IdentityQuotas quotas) {

    AccountSnapshot account(QueryCall call) {
        return identities.account(call.caller().registry().account());
    }

    <T> T change(QueryCall call, Function<Change, T> work) {
        return changes.change(call.caller().registry().account(), call.actor(), work);
    }

    void update(QueryCall call, Consumer<Change> work) {
        boolean _ =
                change(
                        call,
                        change -> {
                            work.accept(change);
                            return true;
                        });
    }

    /**
     * Refuses what a change has found by a name, but is not what the call was allowed for: it was
     * moved, or made anew, since that was looked up.
     */
    static void requireAllowed(QueryCall call, Arn found) {
        if (!call.isAbout(found)) {
            throw new ProblemException(
                    new AccessProblem.Identity(
                            IdentityFault.CONCURRENT_MODIFICATION,
                            "%s was changed at the same time. Try again.".formatted(found)));
        }
    }
}
