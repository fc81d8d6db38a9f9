package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.InvalidLayerPartException;
import software.amazon.awssdk.services.ecr.model.LayerAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/** Every operation that is built, called by AWS's SDK for Java. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsSdkIT {

    private static final int MIB = 1024 * 1024;

    private final Random random = new Random(19);
    private PackedBerth berth;
    private EcrClient ecr;
    private Sdk sdk;

    @BeforeAll
    void start(@TempDir Path folder) {
        berth = PackedBerth.start(folder);
        sdk = new Sdk(berth);
        ecr = sdk.ecr();
    }

    @AfterAll
    void stop() {
        ecr.close();
        berth.close();
    }

    @Test
    void createsDescribesAndDeletesRepositories() {
        var created = ecr.createRepository(r -> r.repositoryName("team/app")).repository();

        assertThat(created.repositoryArn())
                .isEqualTo("arn:aws:ecr:us-east-1:000000000000:repository/team/app");
        assertThat(created.repositoryUri()).endsWith(":" + berth.port() + "/team/app");
        assertThat(created.createdAt())
                .isBetween(
                        Instant.now().minus(1, ChronoUnit.MINUTES),
                        Instant.now().plus(1, ChronoUnit.MINUTES));
        assertThat(created.imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
        assertThat(ecr.describeRepositories(r -> r.repositoryNames("team/app")).repositories())
                .containsExactly(created);
        assertThatExceptionOfType(RepositoryAlreadyExistsException.class)
                .isThrownBy(() -> ecr.createRepository(r -> r.repositoryName("team/app")));
        assertThat(ecr.deleteRepository(r -> r.repositoryName("team/app")).repository())
                .isEqualTo(created);
        assertThatExceptionOfType(RepositoryNotFoundException.class)
                .isThrownBy(() -> ecr.describeRepositories(r -> r.repositoryNames("team/app")))
                .satisfies(e ->
                        assertThat(e.awsErrorDetails().errorMessage())
                                .isEqualTo(
                                        "The repository with name 'team/app' does not exist"
                                                + " in the registry with id '000000000000'"));
    }

    @Test
    void listsRepositoriesInPages() {
        for (String name : List.of("pages/a", "pages/b", "pages/c")) {
            ecr.createRepository(r -> r.repositoryName(name));
        }

        assertThat(
                        ecr
                                .describeRepositoriesPaginator(r -> r.maxResults(1))
                                .repositories()
                                .stream()
                                .map(repository -> repository.repositoryName())
                                .filter(name -> name.startsWith("pages/")))
                .containsExactlyInAnyOrder("pages/a", "pages/b", "pages/c");
    }

    @Test
    void keepsTagsAndSettingsOfARepository() {
        String arn =
                ecr.createRepository(r ->
                                r.repositoryName("settings")
                                        .tags(tag("team", "one"), tag("stage", "test")))
                        .repository()
                        .repositoryArn();

        ecr.tagResource(r -> r.resourceArn(arn).tags(tag("team", "two"), tag("cost", "7")));
        ecr.untagResource(r -> r.resourceArn(arn).tagKeys("stage"));
        ecr.putImageTagMutability(
                r -> r.repositoryName("settings").imageTagMutability("IMMUTABLE"));
        ecr.putImageScanningConfiguration(r ->
                r.repositoryName("settings").imageScanningConfiguration(c -> c.scanOnPush(true)));

        assertThat(ecr.listTagsForResource(r -> r.resourceArn(arn)).tags())
                .containsExactlyInAnyOrder(tag("team", "two"), tag("cost", "7"));
        var settings =
                ecr.describeRepositories(r -> r.repositoryNames("settings"))
                        .repositories()
                        .getFirst();
        assertThat(settings.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
        assertThat(settings.imageScanningConfiguration().scanOnPush()).isTrue();
    }

    @Test
    void uploadsALayerInPartsAndGivesItBack() throws IOException, InterruptedException {
        ecr.createRepository(r -> r.repositoryName("parts"));
        var layer = Content.layer(random, 12 * MIB + 17);
        var config = Content.config("amd64", random);
        var image = SmallImage.of(config, List.of(layer));

        upload("parts", layer, 5 * MIB);
        upload("parts", config, 5 * MIB);
        var digest =
                ecr.putImage(r ->
                                r.repositoryName("parts")
                                        .imageTag("1")
                                        .imageManifest(image.manifest().text()))
                        .image()
                        .imageId()
                        .imageDigest();

        assertThat(digest).isEqualTo(image.digest());
        var missing = "sha256:" + "0".repeat(64);
        var layers =
                ecr.batchCheckLayerAvailability(
                        r -> r.repositoryName("parts").layerDigests(layer.digest(), missing));
        assertThat(layers.layers().getFirst().layerSize()).isEqualTo(layer.size());
        assertThat(layers.layers())
                .extracting(each -> each.layerAvailability())
                .containsExactly(LayerAvailability.AVAILABLE, LayerAvailability.UNAVAILABLE);
        var url =
                ecr.getDownloadUrlForLayer(
                        r -> r.repositoryName("parts").layerDigest(layer.digest()));
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url.downloadUrl())).build();
            assertThat(http.send(request, BodyHandlers.ofByteArray()).body())
                    .isEqualTo(layer.bytes());
        }
    }

    @Test
    void refusesAPartThatDoesNotContinueTheUpload() {
        ecr.createRepository(r -> r.repositoryName("gap"));
        String id = ecr.initiateLayerUpload(r -> r.repositoryName("gap")).uploadId();

        assertThatExceptionOfType(InvalidLayerPartException.class)
                .isThrownBy(() -> part("gap", id, 100, new byte[10]))
                .satisfies(e ->
                        assertThat(e.awsErrorDetails().errorMessage())
                                .isEqualTo("First byte of the layer part is 100 instead of 0"));
    }

    @Test
    void refusesALayerThatIsAlreadyThere() {
        ecr.createRepository(r -> r.repositoryName("double"));
        var layer = Content.layer(random, 1000);
        upload("double", layer, MIB);

        assertThatExceptionOfType(LayerAlreadyExistsException.class)
                .isThrownBy(() -> upload("double", layer, MIB));
    }

    @Test
    void listsDescribesGetsAndDeletesImages() throws IOException {
        ecr.createRepository(r -> r.repositoryName("images"));
        var first = push("images", "1");
        var second = push("images", "2");
        push("images", "2"); // takes the tag away from the second

        assertThat(ecr.listImages(r -> r.repositoryName("images")).imageIds())
                .hasSize(3)
                .contains(ImageIdentifier.builder().imageDigest(second.digest()).build());
        assertThat(
                        ecr.listImages(r ->
                                        r.repositoryName("images")
                                                .filter(f -> f.tagStatus(TagStatus.UNTAGGED)))
                                .imageIds())
                .extracting(ImageIdentifier::imageDigest)
                .containsExactly(second.digest());
        var described =
                ecr.describeImages(r -> r.repositoryName("images").imageIds(tagged("1")))
                        .imageDetails()
                        .getFirst();
        assertThat(described.imageSizeInBytes())
                .isEqualTo(first.config().size() + first.layers().getFirst().size());
        assertThat(described.imageManifestMediaType()).isEqualTo(Content.OCI_MANIFEST);
        assertThat(
                        ecr
                                .describeImagesPaginator(
                                        r -> r.repositoryName("images").maxResults(1))
                                .imageDetails()
                                .stream())
                .hasSize(3);
        var got =
                ecr.batchGetImage(
                        r -> r.repositoryName("images").imageIds(tagged("1"), tagged("missing")));
        assertThat(got.images().getFirst().imageManifest()).isEqualTo(first.manifest().text());
        assertThat(got.failures().getFirst().failureCode())
                .isEqualTo(ImageFailureCode.IMAGE_NOT_FOUND);
        assertThatExceptionOfType(RepositoryNotEmptyException.class)
                .isThrownBy(() -> ecr.deleteRepository(r -> r.repositoryName("images")));
        assertThat(
                        ecr.batchDeleteImage(r -> r.repositoryName("images").imageIds(tagged("1")))
                                .imageIds())
                .containsExactly(
                        ImageIdentifier.builder()
                                .imageTag("1")
                                .imageDigest(first.digest())
                                .build());
        ecr.deleteRepository(r -> r.repositoryName("images").force(true));
    }

    @Test
    void putsAnImageOnlyOnceAndOnlyWithItsLayers() throws IOException {
        ecr.createRepository(r -> r.repositoryName("put").imageTagMutability("IMMUTABLE"));
        var image = push("put", "1");
        var other = push("put", "other");
        var incomplete = SmallImage.random(random, 1, 100);

        assertThatExceptionOfType(ImageAlreadyExistsException.class)
                .isThrownBy(() -> put("put", "1", image));
        assertThatExceptionOfType(ImageTagAlreadyExistsException.class)
                .isThrownBy(() -> put("put", "1", other));
        assertThatExceptionOfType(LayersNotFoundException.class)
                .isThrownBy(() -> put("put", "2", incomplete))
                .withMessageContaining(incomplete.layers().getFirst().digest());
    }

    @Test
    void handsOutTokensForTwelveHours() {
        var data = ecr.getAuthorizationToken().authorizationData().getFirst();

        assertThat(data.expiresAt())
                .isBetween(
                        Instant.now().plus(11, ChronoUnit.HOURS),
                        Instant.now().plus(13, ChronoUnit.HOURS));
        assertThat(data.proxyEndpoint()).startsWith("http://").endsWith(":" + berth.port());
    }

    @Test
    void saysWhoIsCalling() {
        try (var sts = sdk.sts()) {
            var identity = sts.getCallerIdentity();

            assertThat(identity.account()).isEqualTo("000000000000");
            assertThat(identity.arn()).isEqualTo("arn:aws:iam::000000000000:root");
        }
    }

    @Test
    void keepsTheRegionsApart() {
        try (var elsewhere = sdk.ecr("eu-west-1")) {
            elsewhere.createRepository(r -> r.repositoryName("regional"));

            assertThat(
                            elsewhere
                                    .describeRepositories(r -> r.repositoryNames("regional"))
                                    .repositories()
                                    .getFirst()
                                    .repositoryArn())
                    .startsWith("arn:aws:ecr:eu-west-1:");
            assertThatExceptionOfType(RepositoryNotFoundException.class)
                    .isThrownBy(() -> ecr.describeRepositories(r -> r.repositoryNames("regional")));
        }
    }

    private SmallImage push(String repository, String tag) throws IOException {
        var image = SmallImage.random(random, 1, 1000);
        try (var v2 = new V2(berth.endpoint(), Sdk.login(ecr))) {
            v2.push(repository, tag, image);
        }
        return image;
    }

    private void put(String repository, String tag, SmallImage image) {
        ecr.putImage(r ->
                r.repositoryName(repository).imageTag(tag).imageManifest(image.manifest().text()));
    }

    private void upload(String repository, Content content, int partSize) {
        String id = ecr.initiateLayerUpload(r -> r.repositoryName(repository)).uploadId();
        byte[] bytes = content.bytes();
        for (int first = 0; first < bytes.length; first += partSize) {
            int end = Math.min(bytes.length, first + partSize);
            part(repository, id, first, Arrays.copyOfRange(bytes, first, end));
        }
        ecr.completeLayerUpload(
                r -> r.repositoryName(repository).uploadId(id).layerDigests(content.digest()));
    }

    private void part(String repository, String uploadId, long first, byte[] bytes) {
        ecr.uploadLayerPart(r ->
                r.repositoryName(repository)
                        .uploadId(uploadId)
                        .partFirstByte(first)
                        .partLastByte(first + bytes.length - 1)
                        .layerPartBlob(SdkBytes.fromByteArray(bytes)));
    }

    private static ImageIdentifier tagged(String tag) {
        return ImageIdentifier.builder().imageTag(tag).build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
