package dev.berth.boot;

import dev.berth.access.SessionTokens;
import dev.berth.api.sts.StsFeatures;
import dev.berth.identity.Identities;
import dev.berth.runtime.Clocks;
import dev.berth.session.IdentityProviders;
import dev.berth.session.RoleSessions;
import dev.berth.session.UserSessions;
import dev.berth.session.WebIdentities;
import dev.berth.session.oidc.WebIdentityTokens;

/** Who gets temporary credentials. */
final class SessionWiring {
    private SessionWiring() {}

    static StsFeatures create(
            BerthConfig config, Identities identities, SessionTokens tokens, Clocks clocks) {
        return new StsFeatures(
                new RoleSessions(identities, tokens, clocks.real()),
                new UserSessions(identities, tokens, clocks.real()),
                new WebIdentities(
                        new WebIdentityTokens(
                                config.oidc(), new IdentityProviders(identities), clocks.real())));
    }
}
