package dev.berth.api.iam;

import dev.berth.access.Principal;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.iam.input.IamInput;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.User;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The user that a call names, or who makes it where it names none. */
final class CallingUser {
    static final String MEMBER = "UserName";
    private static final int MAX_NAME = 128;

    private final IamFeatures features;

    CallingUser(IamFeatures features) {
        this.features = features;
    }

    /** Whether it is about the account's root, which has no name. */
    boolean isRoot(QueryCall call) {
        return name(call).isEmpty() && call.caller().principal() instanceof Principal.Root;
    }

    Arn arn(QueryCall call) {
        AccountId account = call.caller().registry().account();
        if (isRoot(call)) {
            return Arn.iam(account, "root");
        }
        return find(call)
                .map(User::arn)
                .orElseGet(() -> User.arn(account, "/", name(call).orElseGet(() -> own(call))));
    }

    User require(QueryCall call) {
        return find(call)
                .orElseGet(() ->
                        features.account(call).requireUser(name(call).orElseGet(() -> own(call))));
    }

    /** Null where it is about the root. */
    @Nullable User requireUnlessRoot(QueryCall call) {
        return isRoot(call) ? null : require(call);
    }

    /** Only users and the root leave out of whom they speak. */
    private Optional<User> find(QueryCall call) {
        AccountSnapshot account = features.account(call);
        Optional<String> name = name(call);
        if (name.isPresent()) {
            return account.user(name.get());
        }
        if (call.caller().principal() instanceof Principal.User user) {
            return account.userOf(user.id());
        }
        throw new ProblemException(
                new AccessProblem.Identity(
                        IdentityFault.VALIDATION_ERROR,
                        "Must specify userName when calling with non-User credentials"));
    }

    private static String own(QueryCall call) {
        return call.caller().principal() instanceof Principal.User user ? user.userName() : "";
    }

    private static Optional<String> name(QueryCall call) {
        return IamInput.optionalName(call.parameters(), MEMBER, MAX_NAME);
    }
}
