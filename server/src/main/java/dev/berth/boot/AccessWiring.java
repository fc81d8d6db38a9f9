package dev.berth.boot;

import dev.berth.access.Authorizer;
import dev.berth.access.HmacRegistryTokens;
import dev.berth.access.PolicyAuthorizer;
import dev.berth.access.RegistryTokens;
import dev.berth.access.ResourcePolicies;
import dev.berth.access.SessionTokens;
import dev.berth.access.SigV4Authenticator;
import dev.berth.access.SignatureAuthenticator;
import dev.berth.access.TokenKeys;
import dev.berth.api.sts.StsFeatures;
import dev.berth.db.Database;
import dev.berth.identity.NotedSignatures;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;
import java.security.SecureRandom;

/** Who may. */
record AccessWiring(
        SignatureAuthenticator signatures,
        RegistryTokens tokens,
        Authorizer authorizer,
        StsFeatures sts) {

    static AccessWiring create(
            BerthConfig config,
            IdentityWiring identity,
            ResourcePolicies resources,
            Database database,
            Clocks clocks,
            IdSource ids) {
        var random = new SecureRandom();
        var tokenKeys = new TokenKeys(database, identity.rootKey(), clocks.real(), random, ids);
        var sessions = new SessionTokens(identity.rootKey(), clocks.real(), random);
        return new AccessWiring(
                new NotedSignatures(
                        new SigV4Authenticator(identity.identities(), sessions, clocks.real()),
                        identity.keyUses()),
                new HmacRegistryTokens(tokenKeys, clocks.real(), ids),
                new PolicyAuthorizer(identity.identities(), resources, clocks.real(), ""),
                SessionWiring.create(config, identity.identities(), sessions, clocks));
    }
}
