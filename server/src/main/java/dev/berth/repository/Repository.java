package dev.berth.repository;

import dev.berth.aws.Arn;
import dev.berth.aws.Registry;
import dev.berth.oci.RepositoryName;
import java.time.Instant;

/**
 * A repository.
 *
 * @param id never reused, so that nothing of a deleted repository can reappear in its namesake
 * @param version grows with every change of its settings, images, tags or links; caches key on it
 */
public record Repository(
        long id,
        Registry registry,
        RepositoryName name,
        Instant createdAt,
        TagMutability tagMutability,
        boolean scanOnPush,
        long version) {

    public Arn arn() {
        return registry.repositoryArn(name.value());
    }
}
