package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What clients do with manifests. */
final class ImageSteps {
    private ImageSteps() {}

    /** How a push names what it pushes. */
    enum By {
        TAG,
        DIGEST,
        DIGEST_AND_TAGS,
        TAG_ON_THE_API,
        DIGEST_ON_THE_API
    }

    /** Under which name a manifest goes into which repository. */
    record Aim(int repository, By by, int tag) {
        String name() {
            return World.name(repository);
        }

        List<String> tags() {
            return switch (by) {
                case TAG, TAG_ON_THE_API -> List.of(World.tag(tag));
                case DIGEST_AND_TAGS -> List.of(World.tag(tag), World.tag(tag + 1));
                case DIGEST, DIGEST_ON_THE_API -> List.of();
            };
        }
    }

    /**
     * A new image, or one that was made like this before.
     *
     * @param brings whether its blobs are pushed where they are not seen, as clients do
     */
    record PushImage(
            Aim aim, int config, List<Integer> layers, int kind, int subject, boolean brings)
            implements Step {
        PushImage {
            layers = List.copyOf(layers);
        }

        @Override
        public void take(World world) {
            var image =
                    Manifest.image(
                            Blob.of(config),
                            layers.stream().map(Blob::of).toList(),
                            ImageSteps.subject(world, subject),
                            kind % 3 == 2 ? "application/x-kind-" + kind : null,
                            kind);
            push(world, aim, image, brings);
        }
    }

    record PushIndex(Aim aim, List<Integer> children, int kind, int subject, boolean brings)
            implements Step {
        PushIndex {
            children = List.copyOf(children);
        }

        @Override
        public void take(World world) {
            var named =
                    children.stream()
                            .flatMap(child -> world.manifest(aim.repository(), child).stream())
                            .distinct()
                            .toList();
            var index = Manifest.index(named, ImageSteps.subject(world, subject), kind);
            push(world, aim, index, brings);
        }
    }

    /** Of something that was pushed before, here or elsewhere. */
    record PushAgain(Aim aim, int manifest, boolean brings) implements Step {
        @Override
        public void take(World world) {
            world.manifest(aim.repository(), manifest)
                    .ifPresent(it -> push(world, aim, it, brings));
        }
    }

    record Pull(int repository, int manifest) implements Step {
        @Override
        public void take(World world) {
            world.manifest(repository, manifest)
                    .ifPresent(it -> world.check().image(World.name(repository), it));
        }
    }

    /** One in four has one. */
    private static @Nullable Manifest subject(World world, int number) {
        return number % 4 == 0 ? world.manifest(0, number).orElse(null) : null;
    }

    private static void push(World world, Aim aim, Manifest manifest, boolean brings) {
        if (brings) {
            bring(world, aim, manifest);
        }
        put(world, aim, manifest);
    }

    private static void bring(World world, Aim aim, Manifest manifest) {
        var here = world.repository(aim.repository());
        if (here.isEmpty()) {
            return;
        }
        for (Blob blob : manifest.blobs()) {
            BlobSteps.head(world, aim.name(), blob);
            if (!here.get().links().has(blob.digest())) {
                BlobSteps.push(world, aim.name(), blob, BlobSteps.Way.STREAM);
            }
        }
        for (Manifest child : manifest.children()) {
            if (here.get().find(child.digest()).isEmpty()) {
                push(world, new Aim(aim.repository(), By.DIGEST, 0), child, true);
            }
        }
    }

    private static void put(World world, Aim aim, Manifest manifest) {
        boolean onApi = aim.by() == By.TAG_ON_THE_API || aim.by() == By.DIGEST_ON_THE_API;
        var answer = onApi ? putOnApi(world, aim, manifest) : putOnV2(world, aim, manifest);
        var reasons = whyNot(world.repository(aim.repository()), aim, manifest, onApi);
        if (!reasons.isEmpty()) {
            if (onApi) {
                answer.isException(reasons);
            } else {
                answer.isRefused(reasons);
            }
            return;
        }
        answer.is(onApi ? 200 : 201);
        if (!onApi) {
            assertThat(answer.header("Docker-Content-Digest"))
                    .isEqualTo(manifest.digest().toString());
            assertThat(answer.header("OCI-Subject"))
                    .isEqualTo(manifest.subject() == null ? "" : manifest.subject().toString());
        }
        world.repository(aim.repository()).orElseThrow().push(manifest, aim.tags(), world.now());
        world.model().remember(manifest);
    }

    private static List<Refusal> whyNot(
            Optional<ModelRepository> here, Aim aim, Manifest manifest, boolean onApi) {
        if (here.isEmpty()) {
            return List.of(Refusal.REPOSITORY_UNKNOWN);
        }
        return onApi && here.get().isHere(manifest, aim.tags())
                ? List.of(Refusal.IMAGE_EXISTS)
                : here.get().whyNot(manifest, aim.tags());
    }

    private static Answer putOnV2(World world, Aim aim, Manifest manifest) {
        String reference =
                switch (aim.by()) {
                    case DIGEST_AND_TAGS ->
                            manifest.digest() + "?tag=" + String.join("&tag=", aim.tags());
                    case DIGEST, DIGEST_ON_THE_API -> manifest.digest().toString();
                    case TAG, TAG_ON_THE_API -> aim.tags().getFirst();
                };
        return world.server()
                .v2(
                        "PUT",
                        "/v2/%s/manifests/%s".formatted(aim.name(), reference),
                        manifest.bytes(),
                        "Content-Type",
                        manifest.mediaType());
    }

    private static Answer putOnApi(World world, Aim aim, Manifest manifest) {
        var input = new HashMap<String, String>();
        input.put("repositoryName", aim.name());
        input.put("imageManifest", manifest.content());
        input.put("imageManifestMediaType", manifest.mediaType());
        input.put("imageDigest", manifest.digest().toString());
        aim.tags().forEach(tag -> input.put("imageTag", tag));
        return world.server().api("PutImage", input);
    }
}
