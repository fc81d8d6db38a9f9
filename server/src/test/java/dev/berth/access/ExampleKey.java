package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.testing.TestIdentity;

/** The key of AWS's documentation. */
final class ExampleKey {
    static final AccountId ACCOUNT = new AccountId("000000000000");
    static final String ID = "AKIAIOSFODNN7EXAMPLE";
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private ExampleKey() {}

    /** As a key of the root of the default account. */
    static void store(TestIdentity identity) {
        identity.change(change -> {
            identity.accessKeys().add(change, null, new AccessKey(ID, ACCOUNT, SECRET));
            return true;
        });
    }
}
