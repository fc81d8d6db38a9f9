package dev.berth.policy;

import dev.berth.aws.AccountId;
import java.util.Map;

/** Whom the cases speak of, by name. */
final class Callers {
    static final AccountId HOME = new AccountId("111122223333");
    static final AccountId ABROAD = new AccountId("444455556666");

    static final Map<String, RequestPrincipal> BY_NAME =
            Map.ofEntries(
                    Map.entry("ann", user(HOME, "ann", "AIDAEXAMPLEANN000000A")),
                    Map.entry("bob", user(ABROAD, "bob", "AIDAEXAMPLEBOB000000B")),
                    Map.entry("root", new RequestPrincipal.Root(HOME)),
                    Map.entry("root abroad", new RequestPrincipal.Root(ABROAD)),
                    Map.entry("deploy", session(HOME, "ci/", "deploy", "AROAEXAMPLEDEPLOY0000")),
                    Map.entry("prod", session(ABROAD, "", "prod", "AROAEXAMPLEPROD000000")),
                    Map.entry(
                            "guest",
                            new RequestPrincipal.FederatedUser(
                                    HOME,
                                    "arn:aws:sts::111122223333:federated-user/guest",
                                    "arn:aws:iam::111122223333:user/ann",
                                    "AIDAEXAMPLEANN000000A")),
                    Map.entry("lambda", new RequestPrincipal.Service("lambda.amazonaws.com")),
                    Map.entry("codebuild", new RequestPrincipal.Service("codebuild.amazonaws.com")),
                    Map.entry(
                            "github",
                            new RequestPrincipal.WebIdentity(
                                    "arn:aws:iam::111122223333:oidc-provider/"
                                            + "token.actions.githubusercontent.com")),
                    Map.entry("anonymous", new RequestPrincipal.Anonymous()));

    private Callers() {}

    private static RequestPrincipal user(AccountId account, String name, String id) {
        return new RequestPrincipal.User(account, "arn:aws:iam::" + account + ":user/" + name, id);
    }

    private static RequestPrincipal session(
            AccountId account, String path, String role, String id) {
        return new RequestPrincipal.RoleSession(
                account,
                "arn:aws:sts::" + account + ":assumed-role/" + role + "/job-7",
                "arn:aws:iam::" + account + ":role/" + path + role,
                id,
                "job-7");
    }
}
