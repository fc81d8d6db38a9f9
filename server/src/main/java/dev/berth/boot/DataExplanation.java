package dev.berth.boot;

import dev.berth.access.Action;
import dev.berth.access.Caller;
import dev.berth.access.Explained;
import dev.berth.access.PolicyAuthorizer;
import dev.berth.access.Principal;
import dev.berth.access.TokenScope;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.db.DatabaseException;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.Identities;
import dev.berth.policy.ConditionKeys;
import dev.berth.problem.ProblemException;
import dev.berth.repository.RepositoryFacts;
import dev.berth.runtime.Clocks;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells for a command what the server of a data folder would decide, and why: by the same classes,
 * which read the folder's database beside it.
 */
public final class DataExplanation {
    private final BerthConfig config;
    private final Clocks clocks;

    public DataExplanation(BerthConfig config, Clocks clocks) {
        this.config = config;
        this.clocks = clocks;
    }

    /**
     * Decides as the server would, and tells why.
     *
     * @param principal an ARN, or the name of a service
     * @param resource null where the action knows none
     * @param context condition keys that the request would have
     */
    public Explained explain(
            String principal,
            Action action,
            @Nullable Arn resource,
            Map<String, List<String>> context)
            throws CannotStart {
        try (var database = SqliteDatabase.openReadOnly(DbConfig.in(config.data()))) {
            var identities =
                    Identities.withoutSecrets(
                            database, clocks.real(), AwsManagedPolicies.builtIn());
            identities.refresh();
            var authorizer =
                    new PolicyAuthorizer(
                            identities,
                            RepositoryFacts.of(database),
                            clocks.real(),
                            config.organization());
            Registry home = home(resource);
            Principal found =
                    new PrincipalFinder(identities)
                            .find(principal, home.account())
                            .orElseThrow(
                                    () -> new CannotStart("there is no principal " + principal));
            return authorizer.explain(caller(found, home), action, resource, keys(context));
        } catch (DatabaseException e) {
            String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            throw new CannotStart(e.getMessage() + cause, e);
        } catch (ProblemException e) {
            throw new CannotStart(e.problem().message(), e);
        }
    }

    /** The registry of the resource, or that of the server. */
    private Registry home(@Nullable Arn resource) {
        if (resource == null) {
            return config.home();
        }
        return new Registry(
                AccountId.tryParse(resource.account()).orElse(config.account()),
                Region.tryParse(resource.region()).orElse(config.region()));
    }

    private static Caller caller(Principal principal, Registry home) {
        AccountId account =
                switch (principal) {
                    case Principal.Root root -> root.account();
                    case Principal.User user -> user.account();
                    case Principal.AssumedRole role -> role.account();
                    case Principal.FederatedUser user -> user.account();
                    case Principal.Service service -> service.account();
                    case Principal.WebIdentity _, Principal.Anonymous _, Principal.Job _ ->
                            home.account();
                };
        return new Caller(
                principal,
                null,
                null,
                new Registry(account, home.region()),
                new TokenScope.Full(),
                InetAddress.getLoopbackAddress(),
                true);
    }

    private static ConditionKeys keys(Map<String, List<String>> context) {
        Map<String, List<String>> lowerCase = new HashMap<>();
        context.forEach((key, values) -> lowerCase.put(key.toLowerCase(Locale.ROOT), values));
        return lowerCase::get;
    }
}
