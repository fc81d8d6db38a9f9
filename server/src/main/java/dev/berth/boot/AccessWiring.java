package dev.berth.boot;

import dev.berth.access.Authorizer;
import dev.berth.access.DenialListener;
import dev.berth.access.ExplainingAuthorizer;
import dev.berth.access.PolicyAuthorizer;
import dev.berth.access.ResourcePolicies;
import dev.berth.access.SessionTokens;
import dev.berth.access.SigV4Authenticator;
import dev.berth.access.SignatureAuthenticator;
import dev.berth.api.sts.StsFeatures;
import dev.berth.identity.NotedSignatures;
import dev.berth.runtime.Clocks;
import dev.berth.token.Tokens;
import java.security.SecureRandom;

/** Who may. */
record AccessWiring(
        SignatureAuthenticator signatures, Tokens tokens, Authorizer authorizer, StsFeatures sts) {

    static AccessWiring create(
            BerthConfig config,
            IdentityWiring identity,
            TokenWiring tokens,
            ResourcePolicies resources,
            DenialListener denials,
            Clocks clocks) {
        var sessions = new SessionTokens(identity.rootKey(), clocks.real(), new SecureRandom());
        return new AccessWiring(
                new NotedSignatures(
                        new SigV4Authenticator(
                                identity.identities(),
                                sessions,
                                tokens.revocations(),
                                clocks.real()),
                        identity.keyUses()),
                tokens.tokens(),
                new ExplainingAuthorizer(
                        new PolicyAuthorizer(
                                identity.identities(),
                                resources,
                                clocks.real(),
                                config.organization()),
                        denials,
                        config.audit().explains()),
                SessionWiring.create(config, identity.identities(), sessions, clocks));
    }
}
