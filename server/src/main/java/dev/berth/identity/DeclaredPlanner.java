package dev.berth.identity;

import dev.berth.access.Directory;
import dev.berth.access.PolicyPrincipals;
import dev.berth.identity.DeclaredSteps.Phase;

/** Whoever changes identities, for changes that come from a file. */
public record DeclaredPlanner(
        Accounts accounts,
        Users users,
        Groups groups,
        ManagedPolicies policies,
        OidcProviders providers,
        HeldPolicies held,
        AccessKeys keys,
        UniqueIds ids,
        IdentityQuotas quotas) {

    /** {@code directory}: whom trust policies may name. */
    Plan within(Directory directory, DeclaredSteps steps) {
        return new Plan(this, new Roles(ids, held, new PolicyPrincipals(directory), quotas), steps);
    }

    /** Finds what it takes to make accounts so as they are declared. */
    static final class Plan {
        private final Accounts accounts;
        private final DeclaredSteps steps;
        private final DeclaredPolicies policies;
        private final DeclaredGroups groups;
        private final DeclaredUsers users;
        private final DeclaredProviders providers;
        private final DeclaredRoles roles;
        private final DeclaredCallers callers;

        private Plan(DeclaredPlanner who, Roles roles, DeclaredSteps steps) {
            this.accounts = who.accounts();
            this.steps = steps;
            var held = new DeclaredHeld(who.held(), steps);
            policies = new DeclaredPolicies(who.policies(), steps);
            groups = new DeclaredGroups(who.groups(), held, steps);
            users = new DeclaredUsers(who.users(), who.groups(), who.keys(), held, steps);
            providers = new DeclaredProviders(who.providers(), steps);
            this.roles = new DeclaredRoles(roles, held, steps);
            callers = new DeclaredCallers(who.users(), roles, steps);
        }

        /** Policies before those who hold them, and these before those who name them. */
        void plan(AccountSnapshot account, Declared.Account wanted) {
            planRoot(account, wanted);
            planAlias(account, wanted);
            policies.plan(account, wanted);
            groups.plan(account, wanted);
            users.plan(account, wanted);
            providers.plan(account, wanted);
            roles.plan(account, wanted);
            callers.plan(account, wanted);
        }

        /** What the file said and does not say any more is as if it had never said it. */
        private void planRoot(AccountSnapshot account, Declared.Account wanted) {
            boolean declared = wanted.root() != Declared.Root.UNSAID;
            boolean disabled =
                    switch (wanted.root()) {
                        case DISABLED -> true;
                        case ENABLED -> false;
                        case UNSAID -> account.rootDisabled() && !account.rootDeclared();
                    };
            if (disabled != account.rootDisabled() || declared != account.rootDeclared()) {
                steps.add(
                        Phase.MAKE,
                        account.account(),
                        wanted.at() + ".root",
                        change -> accounts.declareRoot(change, disabled, declared));
            }
        }

        private void planAlias(AccountSnapshot account, Declared.Account wanted) {
            String at = wanted.at() + ".alias";
            String alias = wanted.alias();
            String before = account.alias().orElse(null);
            if (before != null && !account.aliasDeclared()) {
                if (alias != null && !alias.equals(before)) {
                    steps.fault(
                            at,
                            "the account has the alias '%s', which was made through the API"
                                    .formatted(before));
                }
                return;
            }
            if (before != null && !before.equals(alias)) {
                steps.add(
                        Phase.LOOSEN,
                        account.account(),
                        at,
                        change -> accounts.removeAlias(change, before));
            }
            if (alias != null && !alias.equals(before)) {
                steps.add(
                        Phase.MAKE,
                        account.account(),
                        at,
                        change -> accounts.setAlias(change, alias));
            }
        }
    }
}
