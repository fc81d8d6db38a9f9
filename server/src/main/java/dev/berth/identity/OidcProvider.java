package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.time.Instant;
import java.util.List;

/**
 * An issuer of identities that an account trusts.
 *
 * @param url without {@code https://}, as the ARN has it
 * @param clients the audiences that are meant for this account
 */
public record OidcProvider(
        AccountId account,
        String id,
        String url,
        List<String> clients,
        List<String> thumbprints,
        Instant createdAt,
        boolean declared,
        Held held) {
    public OidcProvider {
        clients = List.copyOf(clients);
        thumbprints = List.copyOf(thumbprints);
    }

    public Arn arn() {
        return arn(account, url);
    }

    public static Arn arn(AccountId account, String url) {
        return Arn.iam(account, "oidc-provider/" + url);
    }

    public Owner owner() {
        return new Owner(OwnerKind.OIDC_PROVIDER, id, arn(), url);
    }
}
