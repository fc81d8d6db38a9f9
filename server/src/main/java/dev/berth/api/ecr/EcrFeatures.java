package dev.berth.api.ecr;

import dev.berth.access.Authorizer;
import dev.berth.aws.HostTemplate;
import dev.berth.image.ImageArchive;
import dev.berth.image.ImagePush;
import dev.berth.image.ImageRemoval;
import dev.berth.image.Images;
import dev.berth.image.PullTimeExclusions;
import dev.berth.image.PullTimes;
import dev.berth.image.Referrers;
import dev.berth.layer.Layers;
import dev.berth.layer.Uploads;
import dev.berth.repository.AccountSettings;
import dev.berth.repository.Quotas;
import dev.berth.repository.RegistryPolicies;
import dev.berth.repository.Repositories;
import dev.berth.repository.RepositoryPolicies;
import dev.berth.token.Tokens;
import java.util.function.Supplier;

/**
 * What the operations stand on.
 *
 * @param hosts asked at each call: the port is known only once the server listens
 * @param version of berth, for the operations that it does not have yet
 */
public record EcrFeatures(
        Repositories repositories,
        Layers layers,
        Uploads uploads,
        Images images,
        ImagePush push,
        ImageRemoval removal,
        Referrers referrers,
        AccountSettings accountSettings,
        RepositoryPolicies repositoryPolicies,
        RegistryPolicies registryPolicies,
        ImageArchive archive,
        PullTimes pullTimes,
        PullTimeExclusions pullTimeExclusions,
        Quotas quotas,
        Authorizer authorizer,
        Tokens tokens,
        Supplier<HostTemplate> hosts,
        String version) {}
