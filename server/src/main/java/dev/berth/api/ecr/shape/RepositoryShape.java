package dev.berth.api.ecr.shape;

import dev.berth.aws.EpochSeconds;
import dev.berth.aws.HostTemplate;
import dev.berth.repository.Repository;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A repository. */
public record RepositoryShape(
        String repositoryArn,
        String registryId,
        String repositoryName,
        String repositoryUri,
        BigDecimal createdAt,
        String imageTagMutability,
        @Nullable List<ExclusionFilterShape> imageTagMutabilityExclusionFilters,
        ScanningConfigurationShape imageScanningConfiguration,
        EncryptionConfigurationShape encryptionConfiguration) {

    public static RepositoryShape of(Repository repository, HostTemplate hosts) {
        return new RepositoryShape(
                repository.arn().toString(),
                repository.registry().account().value(),
                repository.name().value(),
                hosts.repositoryUri(repository.registry(), repository.name().value()),
                EpochSeconds.of(repository.createdAt()),
                repository.tagMutability().mode().name(),
                ExclusionFilterShape.of(repository.tagMutability()),
                new ScanningConfigurationShape(repository.scanOnPush()),
                EncryptionConfigurationShape.aes256());
    }
}
