package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;

/** The commands of docs/guide/images.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagesGuideIT {

    private static final String ANOTHER =
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[],\"annotations\":{\"n\":\"3\"}}";

    private GuidedBerth berth;

    @BeforeAll
    void start(@TempDir Path folder) {
        berth = GuidedBerth.start(folder, Guide.images());
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        if (berth != null) {
            berth.close();
        }
    }

    private List<ImageDetail> describe(String repository) {
        return berth.ecr()
                .describeImages(r ->
                        r.repositoryName(repository)
                                .filter(f -> f.imageStatus(ImageStatusFilter.ANY)))
                .imageDetails();
    }

    @Test
    void exceptsTagsFromTheRuleOfTheirRepository() {
        var output = berth.output("Tags that may not move");

        assertThat(output).contains("v1 stays");
        assertThat(describe("fixed").stream().map(ImageDetail::imageTags))
                .containsExactlyInAnyOrder(List.of("v1"), List.of("dev-1"));
        var repository =
                berth.ecr()
                        .describeRepositories(r -> r.repositoryNames("fixed"))
                        .repositories()
                        .getFirst();
        assertThat(repository.imageTagMutability())
                .isEqualTo(ImageTagMutability.MUTABLE_WITH_EXCLUSION);
        assertThat(repository.imageTagMutabilityExclusionFilters())
                .extracting(ImageTagMutabilityExclusionFilter::filter)
                .containsExactly("v*");
        assertThatExceptionOfType(ImageTagAlreadyExistsException.class)
                .isThrownBy(() ->
                        berth.ecr()
                                .putImage(r ->
                                        r.repositoryName("fixed")
                                                .imageTag("v1")
                                                .imageManifest(ANOTHER)));
    }

    @Test
    void recordsPullsBySomeoneWhoCounts() throws InterruptedException {
        var output = berth.output("When an image was last pulled");

        assertThat(output.strip()).endsWith("arn:aws:iam::000000000000:role/scanner");
        var deadline = Instant.now().plusSeconds(60);
        while (describe("pulled").getFirst().lastRecordedPullTime() == null) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(100);
        }
        var image = describe("pulled").getFirst();
        assertThat(image.lastRecordedPullTime())
                .isAfterOrEqualTo(image.imagePushedAt())
                .isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void archivesAnImageAndBringsItBack() {
        berth.follow("The archive");

        var image = describe("archived").getFirst();
        assertThat(image.imageStatus()).isEqualTo(ImageStatus.ACTIVATING);
        assertThat(image.lastArchivedAt()).isNotNull();
        assertThat(image.lastActivatedAt()).isNull();
        var id = ImageIdentifier.builder().imageTag("v1").build();
        assertThat(
                        berth.ecr()
                                .batchGetImage(r -> r.repositoryName("archived").imageIds(id))
                                .images())
                .isEmpty();
    }
}
