package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;

/** Who acts. IAM users and role sessions become further cases. */
public sealed interface Principal {

    /** As policies, errors and events name the principal. */
    String name();

    /** The account itself. */
    record Root(AccountId account) implements Principal {
        @Override
        public String name() {
            return Arn.iam(account, "root").toString();
        }
    }

    /** Work that the server does of itself; it passes the same decision as everyone. */
    record Job(String job) implements Principal {
        @Override
        public String name() {
            return "berth:job/" + job;
        }
    }
}
