package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.ResponseBody;
import dev.berth.image.ImageState;
import dev.berth.image.TagStatus;
import dev.berth.image.TaggedImage;
import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.repository.Repositories.NewRepository;
import dev.berth.repository.TagFilter;
import dev.berth.repository.TagMutability;
import dev.berth.repository.TagMutability.Mode;
import dev.berth.testing.TestBerth;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import tools.jackson.databind.json.JsonMapper;

/** Pushes of one tag that may not move, at the same moment, through every door. */
class TagRaceTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final RepositoryName NAME = new RepositoryName("contested");
    private static final Tag TAG = new Tag("release-1");

    enum Path {
        V2_BY_TAG,
        V2_BY_DIGEST,
        PUT_IMAGE
    }

    enum Outcome {
        TAKEN,
        /** PutImage refuses what is here already, image and tag. */
        THE_SAME,
        IMMUTABLE
    }

    /** Which way a racer comes, and which of a few manifests it brings. */
    record Racer(Path path, int edition) {

        /** An index without children: nothing has to be here before it. */
        String manifest() {
            return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[],\"annotations\":{\"edition\":\"%d\"}}"
                    .formatted(MediaTypes.OCI_INDEX, edition);
        }

        Digest digest() {
            return Digest.sha256(StandardCharsets.UTF_8.encode(manifest()));
        }

        Outcome push(TestBerth berth) {
            return switch (path) {
                case V2_BY_TAG -> put(berth, TAG.value());
                case V2_BY_DIGEST -> put(berth, digest() + "?tag=" + TAG);
                case PUT_IMAGE -> putImage(berth);
            };
        }

        private Outcome put(TestBerth berth, String reference) {
            var reply =
                    new V2Request(berth.v2(), "PUT", "/v2/" + NAME + "/manifests/" + reference)
                            .password(berth.loginToken())
                            .body(manifest())
                            .send();
            if (reply.status() == 201) {
                return Outcome.TAKEN;
            }
            reply.is(400, "TAG_INVALID");
            return Outcome.IMMUTABLE;
        }

        private Outcome putImage(TestBerth berth) {
            var input =
                    Map.of(
                            "repositoryName",
                            NAME.value(),
                            "imageManifest",
                            manifest(),
                            "imageTag",
                            TAG.value());
            var response = berth.call("PutImage", JSON.writeValueAsBytes(input));
            if (response.status() == 200) {
                return Outcome.TAKEN;
            }
            var content = ((ResponseBody.Bytes) response.body()).content().duplicate();
            var code =
                    JSON.readTree(StandardCharsets.UTF_8.decode(content).toString())
                            .get("__type")
                            .asString();
            assertThat(code).isIn("ImageTagAlreadyExistsException", "ImageAlreadyExistsException");
            return code.startsWith("ImageTag") ? Outcome.IMMUTABLE : Outcome.THE_SAME;
        }
    }

    @Provide
    Arbitrary<List<Racer>> racers() {
        return Combinators.combine(Arbitraries.of(Path.class), Arbitraries.integers().between(1, 4))
                .as(Racer::new)
                .list()
                .ofMinSize(2)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<TagMutability> modes() {
        return Arbitraries.of(
                TagMutability.IMMUTABLE,
                new TagMutability(Mode.IMMUTABLE_WITH_EXCLUSION, List.of(new TagFilter("v*"))),
                new TagMutability(
                        Mode.MUTABLE_WITH_EXCLUSION,
                        List.of(new TagFilter("latest"), new TagFilter("release-*"))));
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void exactlyOneImageGetsAnImmutableTag(
            @ForAll("racers") List<Racer> racers, @ForAll("modes") TagMutability mode)
            throws Exception {
        try (var berth = new TestBerth()) {
            var repositories = berth.features().repositories();
            repositories.create(
                    V2Harness.HOME,
                    new NewRepository(NAME, mode, false, Map.of()),
                    V2Harness.ACTOR);

            List<Outcome> outcomes = race(berth, racers);

            List<TaggedImage> images =
                    berth.features()
                            .images()
                            .describe(
                                    repositories.require(V2Harness.HOME, NAME),
                                    TagStatus.ANY,
                                    EnumSet.allOf(ImageState.class),
                                    null,
                                    10);
            assertThat(images)
                    .singleElement()
                    .extracting(TaggedImage::tags)
                    .isEqualTo(List.of(TAG));
            Digest winner = images.getFirst().image().digest();
            for (int i = 0; i < racers.size(); i++) {
                boolean won = racers.get(i).digest().equals(winner);
                assertThat(outcomes.get(i) != Outcome.IMMUTABLE)
                        .as("%s of %s", racers.get(i), racers)
                        .isEqualTo(won);
            }
            assertThat(outcomes).contains(Outcome.TAKEN);
        }
    }

    private static List<Outcome> race(TestBerth berth, List<Racer> racers) throws Exception {
        var start = new CyclicBarrier(racers.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Outcome>> runs =
                    racers.stream()
                            .<Callable<Outcome>>map(racer ->
                                    () -> {
                                        start.await();
                                        return racer.push(berth);
                                    })
                            .toList();
            return threads.invokeAll(runs).stream().map(Future::resultNow).toList();
        }
    }
}
