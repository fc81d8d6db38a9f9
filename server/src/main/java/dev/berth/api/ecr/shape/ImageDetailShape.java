package dev.berth.api.ecr.shape;

import dev.berth.aws.EpochSeconds;
import dev.berth.image.TaggedImage;
import dev.berth.oci.Tag;
import dev.berth.repository.Repository;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of an image. */
public record ImageDetailShape(
        String registryId,
        String repositoryName,
        String imageDigest,
        @Nullable List<String> imageTags,
        long imageSizeInBytes,
        BigDecimal imagePushedAt,
        String imageManifestMediaType,
        @Nullable String artifactMediaType,
        @Nullable BigDecimal lastRecordedPullTime,
        @Nullable String subjectManifestDigest,
        String imageStatus) {

    public static ImageDetailShape of(Repository repository, TaggedImage tagged) {
        var image = tagged.image();
        return new ImageDetailShape(
                repository.registry().account().value(),
                repository.name().value(),
                image.digest().toString(),
                tagged.tags().isEmpty() ? null : tagged.tags().stream().map(Tag::value).toList(),
                image.size(),
                EpochSeconds.of(image.pushedAt()),
                image.mediaType(),
                image.artifactMediaType(),
                image.lastPulledAt() == null ? null : EpochSeconds.of(image.lastPulledAt()),
                image.subject() == null ? null : image.subject().toString(),
                image.state().name());
    }
}
