package dev.berth.api.ecr.tags;

import dev.berth.access.Caller;
import dev.berth.api.ecr.input.Input;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.aws.Registry;
import dev.berth.oci.RepositoryName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ARN of a repository, the only resource of ECR that has tags. */
record RepositoryArn(Registry registry, RepositoryName name) {
    private static final String MEMBER = "resourceArn";
    private static final String PREFIX = "repository/";

    /** It must lie in the region that is called. */
    static RepositoryArn read(@Nullable String text, Caller caller) {
        return Arn.tryParse(Input.required(MEMBER, text))
                .filter(arn -> arn.partition().equals("aws"))
                .filter(arn -> arn.service().equals("ecr"))
                .filter(arn -> arn.region().equals(caller.registry().region().value()))
                .filter(arn -> arn.resource().startsWith(PREFIX))
                .flatMap(arn -> of(arn, caller))
                .orElseThrow(() -> Input.invalid(MEMBER, "Invalid ARN"));
    }

    private static Optional<RepositoryArn> of(Arn arn, Caller caller) {
        return AccountId.tryParse(arn.account())
                .map(account -> new Registry(account, caller.registry().region()))
                .flatMap(registry ->
                        RepositoryName.tryParse(arn.resource().substring(PREFIX.length()))
                                .map(name -> new RepositoryArn(registry, name)));
    }

    Arn arn() {
        return registry.repositoryArn(name.value());
    }
}
