package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.verify.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for a difference between what berth says and what the model says. */
final class Check {
    private static final int PAGE = 5;

    private final World world;

    Check(World world) {
        this.world = world;
    }

    /** A list of a repository, another one each time: cheap enough for each step. */
    void lists() {
        var all = List.copyOf(world.model().repositories());
        if (!all.isEmpty()) {
            int moment = (int) (world.now() / 2 % (2L * all.size()));
            var here = all.get(moment / 2);
            if (moment % 2 == 0) {
                listOfTags(here);
            } else {
                listOfImages(here);
            }
        }
    }

    private void listOfTags(ModelRepository here) {
        assertThat(tags(here.name())).as("tags of %s", here.name()).isEqualTo(here.activeTags());
    }

    private void listOfImages(ModelRepository here) {
        assertThat(details(here.name())).as("images of %s", here.name()).isEqualTo(expected(here));
    }

    /** Everything that is there to the byte, and everything that is not. */
    void everything() {
        record Catalog(List<String> repositories) {}
        var names = world.model().repositories().stream().map(ModelRepository::name).toList();
        assertThat(v2("/v2/_catalog").is(200).as(Catalog.class).repositories()).isEqualTo(names);
        for (ModelRepository here : world.model().repositories()) {
            listOfTags(here);
            listOfImages(here);
            here.images().forEach(image -> image(here.name(), image.manifest()));
            here.tags()
                    .forEach((tag, digest) ->
                            assertThat(
                                            v2("HEAD", here.name(), tag)
                                                    .is(200)
                                                    .header("Docker-Content-Digest"))
                                    .as("%s:%s", here.name(), tag)
                                    .isEqualTo(digest.toString()));
            world.model().pushed().forEach(subject -> referrers(here, subject));
            World.tags().stream()
                    .filter(tag -> !here.activeTags().contains(tag))
                    .forEach(tag ->
                            v2("HEAD", here.name(), tag).isRefused(List.of(Refusal.IMAGE_UNKNOWN)));
            Blob.ALL.stream()
                    .filter(blob -> !here.links().has(blob.digest()))
                    .forEach(blob -> BlobSteps.head(world, here.name(), blob));
            world.model().pushed().stream()
                    .filter(manifest -> !here.isActive(manifest.digest()))
                    .forEach(manifest ->
                            v2("HEAD", here.name(), manifest.digest().toString())
                                    .isRefused(List.of(Refusal.IMAGE_UNKNOWN)));
        }
        bytes();
    }

    /** What berth itself finds wrong: nothing but the gaps that the model knows of. */
    void facts() {
        assertThat(world.server().findings())
                .filteredOn(finding -> !(finding instanceof Finding.ImageIncomplete))
                .isEmpty();
        if (world.model().repositories().stream().noneMatch(ModelRepository::hasGaps)) {
            assertThat(world.server().findings()).isEmpty();
        }
    }

    /** Of what anybody sees, all is on the disk. */
    void bytes() {
        assertThat(world.server().stored()).containsAll(world.model().seen());
    }

    /** Nothing else is on the disk. */
    void nothingIsLeft() {
        assertThat(world.server().stored())
                .containsExactlyInAnyOrderElementsOf(world.model().seen());
        assertThat(world.server().staged()).isEmpty();
    }

    /** A manifest and its blobs, or that it is not there. */
    void image(String name, Manifest manifest) {
        var answer = v2("GET", name, manifest.digest().toString());
        var here = world.model().find(name);
        if (here.isEmpty()) {
            answer.isRefused(List.of(Refusal.REPOSITORY_UNKNOWN));
        } else if (!here.get().isActive(manifest.digest())) {
            answer.isRefused(List.of(Refusal.IMAGE_UNKNOWN));
        } else {
            assertThat(answer.is(200).content()).isEqualTo(manifest.content());
            assertThat(answer.header("Content-Type")).isEqualTo(manifest.mediaType());
            for (Blob blob : manifest.blobs()) {
                BlobSteps.get(world, name, blob);
            }
        }
    }

    private void referrers(ModelRepository here, Manifest subject) {
        record Referrer(
                String digest,
                String mediaType,
                long size,
                @Nullable String artifactType,
                Map<String, String> annotations) {}
        record Index(List<Referrer> manifests) {}
        var expected =
                here.images().stream()
                        .filter(ModelRepository.Image::isActive)
                        .map(ModelRepository.Image::manifest)
                        .filter(manifest -> subject.digest().equals(manifest.subject()))
                        .map(manifest ->
                                new Referrer(
                                        manifest.digest().toString(),
                                        manifest.mediaType(),
                                        manifest.content().length(),
                                        manifest.artifactType(),
                                        Map.of("salt", String.valueOf(manifest.salt()))))
                        .toList();
        var answer = v2("/v2/%s/referrers/%s".formatted(here.name(), subject.digest())).is(200);
        assertThat(answer.as(Index.class).manifests())
                .as("referrers of %s in %s", subject.digest(), here.name())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private List<String> tags(String name) {
        record Tags(List<String> tags) {}
        var found = new ArrayList<String>();
        String next = "/v2/%s/tags/list?n=%d".formatted(name, PAGE);
        while (!next.isEmpty()) {
            var page = v2(next).is(200);
            found.addAll(page.as(Tags.class).tags());
            String link = page.header("Link");
            next = link.isEmpty() ? "" : link.substring(link.indexOf("/v2/"), link.indexOf('>'));
        }
        return found;
    }

    private record Detail(
            String imageDigest,
            @Nullable List<String> imageTags,
            long imageSizeInBytes,
            BigDecimal imagePushedAt,
            String imageManifestMediaType,
            @Nullable String artifactMediaType,
            @Nullable String subjectManifestDigest,
            String imageStatus,
            @Nullable BigDecimal lastArchivedAt,
            @Nullable BigDecimal lastActivatedAt) {

        static Detail of(ModelRepository here, ModelRepository.Image image) {
            var manifest = image.manifest();
            var tags = here.tagsOf(manifest.digest());
            Digest subject = manifest.subject();
            return new Detail(
                    manifest.digest().toString(),
                    tags.isEmpty() ? null : tags,
                    image.size(),
                    BigDecimal.valueOf(image.pushedAt()),
                    manifest.mediaType(),
                    manifest.artifactType(),
                    subject == null ? null : subject.toString(),
                    image.state().name(),
                    moment(image.archivedAt()),
                    moment(image.activatedAt()));
        }

        private static @Nullable BigDecimal moment(long millis) {
            return millis == ModelRepository.Image.NEVER ? null : BigDecimal.valueOf(millis);
        }

        Detail inMillis() {
            return new Detail(
                    imageDigest,
                    imageTags,
                    imageSizeInBytes,
                    BigDecimal.valueOf(millis(imagePushedAt)),
                    imageManifestMediaType,
                    artifactMediaType,
                    subjectManifestDigest,
                    imageStatus,
                    lastArchivedAt == null ? null : BigDecimal.valueOf(millis(lastArchivedAt)),
                    lastActivatedAt == null ? null : BigDecimal.valueOf(millis(lastActivatedAt)));
        }

        private static long millis(BigDecimal seconds) {
            return seconds.movePointRight(3).longValueExact();
        }
    }

    private List<Detail> details(String name) {
        record Page(List<Detail> imageDetails, @Nullable String nextToken) {}
        var found = new ArrayList<Detail>();
        String token = "";
        do {
            var input = new HashMap<String, Object>(Map.of("repositoryName", name));
            input.put("maxResults", PAGE);
            input.put("filter", Map.of("imageStatus", "ANY"));
            if (!token.isEmpty()) {
                input.put("nextToken", token);
            }
            var page = world.server().api("DescribeImages", input).is(200).as(Page.class);
            page.imageDetails().forEach(detail -> found.add(detail.inMillis()));
            token = page.nextToken() == null ? "" : page.nextToken();
        } while (!token.isEmpty());
        return found;
    }

    private static List<Detail> expected(ModelRepository here) {
        return here.images().stream()
                .map(image -> Detail.of(here, image))
                .sorted(Comparator.comparing(Detail::imageDigest))
                .toList();
    }

    private Answer v2(String method, String name, String reference) {
        return world.server().v2(method, "/v2/%s/manifests/%s".formatted(name, reference));
    }

    private Answer v2(String target) {
        return world.server().v2("GET", target);
    }
}
