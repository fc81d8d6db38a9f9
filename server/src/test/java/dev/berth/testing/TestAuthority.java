package dev.berth.testing;

import dev.berth.access.Authorizer;
import dev.berth.access.PolicyAuthorizer;

/** Decides where there are roots and nobody else. */
public final class TestAuthority {
    private TestAuthority() {}

    public static Authorizer ofRoots() {
        return new PolicyAuthorizer(new TestDirectory(), new TestResources(), new FixedClock(), "");
    }
}
