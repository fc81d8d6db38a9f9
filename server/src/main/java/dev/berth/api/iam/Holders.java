package dev.berth.api.iam;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.Change;
import dev.berth.identity.Held;
import dev.berth.identity.Owner;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One kind of those who hold policies: how their operations name and find them. */
interface Holders {

    /**
     * One of them.
     *
     * @param boundary an ARN
     */
    record Holder(Owner owner, String path, Held held, @Nullable String boundary) {}

    /** The parameter that names one, such as {@code UserName}. */
    String member();

    /** How many characters a name may have that is given now. */
    int longestNewName();

    Optional<Holder> find(AccountSnapshot account, String name);

    /** Refuses, in IAM's words, what is not there. */
    Holder require(AccountSnapshot account, String name);

    /** The one that a change finds by this name, whoever may change it. */
    Owner require(Change change, String name);

    /** The one that a change is about; refused where it may not be changed. */
    Owner changeable(Change change, String name);

    /** What would be the ARN of one that is not there. */
    Arn arn(AccountId account, String path, String name);
}
