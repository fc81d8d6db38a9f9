package dev.berth.api.ecr.shape;

import dev.berth.aws.EpochSeconds;
import dev.berth.image.TaggedImage;
import dev.berth.oci.Tag;
import dev.berth.repository.Repository;
import java.math.BigDecimal;
import java.time.Instant;
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
        String imageStatus,
        @Nullable BigDecimal lastArchivedAt,
        @Nullable BigDecimal lastActivatedAt) {

    public static ImageDetailShape of(Repository repository, TaggedImage tagged) {
        var image = tagged.image();
        var archive = image.archiveTimes();
        return new ImageDetailShape(
                repository.registry().account().value(),
                repository.name().value(),
                image.digest().toString(),
                tagged.tags().isEmpty() ? null : tagged.tags().stream().map(Tag::value).toList(),
                image.size(),
                EpochSeconds.of(image.pushedAt()),
                image.mediaType(),
                image.artifactMediaType(),
                seconds(image.lastPulledAt()),
                image.subject() == null ? null : image.subject().toString(),
                image.state().name(),
                archive == null ? null : seconds(archive.archivedAt()),
                archive == null ? null : seconds(archive.activatedAt()));
    }

    private static @Nullable BigDecimal seconds(@Nullable Instant instant) {
        return instant == null ? null : EpochSeconds.of(instant);
    }
}
