package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deletions of images and tags, by both doors. */
final class RemovalSteps {
    private RemovalSteps() {}

    /** By digest, everything goes. */
    record DeleteImage(int repository, int manifest) implements Step {
        @Override
        public void take(World world) {
            world.manifest(repository, manifest).ifPresent(it -> delete(world, it));
        }

        private void delete(World world, Manifest manifest) {
            var answer = delete(world, repository, manifest.digest().toString());
            var here = world.repository(repository);
            if (here.isEmpty()) {
                answer.isRefused(List.of(Refusal.REPOSITORY_UNKNOWN));
            } else if (here.get().find(manifest.digest()).isEmpty()) {
                answer.isRefused(List.of(Refusal.IMAGE_UNKNOWN));
            } else if (here.get().isChild(manifest.digest())) {
                answer.isRefused(List.of(Refusal.IMAGE_REFERENCED));
            } else {
                answer.is(202);
                here.get().remove(manifest.digest(), world.now());
            }
        }

        private static Answer delete(World world, int repository, String reference) {
            return world.server()
                    .v2(
                            "DELETE",
                            "/v2/%s/manifests/%s".formatted(World.name(repository), reference));
        }
    }

    /** On /v2 the tag alone goes. */
    record Untag(int repository, int tag) implements Step {
        @Override
        public void take(World world) {
            var name = World.tag(tag);
            var answer = DeleteImage.delete(world, repository, name);
            var here = world.repository(repository);
            if (here.isEmpty()) {
                answer.isRefused(List.of(Refusal.REPOSITORY_UNKNOWN));
            } else if (!here.get().tags().containsKey(name)) {
                answer.isRefused(List.of(Refusal.IMAGE_UNKNOWN));
            } else {
                answer.is(202);
                here.get().untag(name);
            }
        }
    }

    /** How an entry of a batch names its image. */
    enum By {
        DIGEST,
        TAG,
        BOTH
    }

    record Entry(By by, int manifest, int tag) {}

    private record Id(@Nullable String imageDigest, @Nullable String imageTag) {}

    private record Outcome(List<Id> imageIds, List<Failure> failures) {
        private record Failure(Id imageId, String failureCode) {}
    }

    /** With the last tag, the image goes (ECR's rule). */
    record DeleteBatch(int repository, List<Entry> entries) implements Step {
        DeleteBatch {
            entries = List.copyOf(entries);
        }

        @Override
        public void take(World world) {
            var ids = entries.stream().map(entry -> id(world, entry)).toList();
            var input = ids.stream().map(DeleteBatch::input).toList();
            var answer =
                    world.server()
                            .api(
                                    "BatchDeleteImage",
                                    Map.of(
                                            "repositoryName",
                                            World.name(repository),
                                            "imageIds",
                                            input));
            var here = world.repository(repository);
            if (here.isEmpty()) {
                answer.isException(List.of(Refusal.REPOSITORY_UNKNOWN));
                return;
            }
            var deletion = new Deletion(here.get(), world.now());
            ids.forEach(deletion::delete);
            var outcome = answer.is(200).as(Outcome.class);
            assertThat(outcome.imageIds()).as(answer.toString()).isEqualTo(deletion.gone);
            assertThat(outcome.failures()).as(answer.toString()).isEqualTo(deletion.failures);
        }

        private Id id(World world, Entry entry) {
            String digest =
                    world.manifest(repository, entry.manifest())
                            .map(it -> it.digest().toString())
                            .orElse(Blob.of(entry.manifest() % 4).digest().toString());
            return switch (entry.by()) {
                case DIGEST -> new Id(digest, null);
                case TAG -> new Id(null, World.tag(entry.tag()));
                case BOTH -> new Id(digest, World.tag(entry.tag()));
            };
        }

        private static Map<String, String> input(Id id) {
            var input = new HashMap<String, String>();
            if (id.imageDigest() != null) {
                input.put("imageDigest", id.imageDigest());
            }
            if (id.imageTag() != null) {
                input.put("imageTag", id.imageTag());
            }
            return input;
        }
    }

    /** What a batch does to a repository of the model. */
    private static final class Deletion {
        private final ModelRepository here;
        private final long now;
        private final List<Id> gone = new ArrayList<>();
        private final List<Outcome.Failure> failures = new ArrayList<>();

        Deletion(ModelRepository here, long now) {
            this.here = here;
            this.now = now;
        }

        void delete(Id id) {
            delete(id.imageDigest(), id.imageTag())
                    .ifPresent(
                            refusal -> failures.add(new Outcome.Failure(id, refusal.exception())));
        }

        private Optional<Refusal> delete(@Nullable String digest, @Nullable String tag) {
            var image =
                    here.images().stream()
                            .filter(it -> matches(it.manifest(), digest, tag))
                            .findFirst();
            if (image.isEmpty()) {
                return Optional.of(Refusal.IMAGE_UNKNOWN);
            }
            var found = image.get().manifest().digest();
            if (digest != null && !found.toString().equals(digest)) {
                return Optional.of(Refusal.TAG_OF_ANOTHER);
            }
            var tags = here.tagsOf(found);
            if (tag != null && tags.size() > 1) {
                here.untag(tag);
                gone.add(new Id(found.toString(), tag));
                return Optional.empty();
            }
            if (here.isChild(found)) {
                return Optional.of(Refusal.IMAGE_REFERENCED);
            }
            here.remove(found, now);
            if (tags.isEmpty()) {
                gone.add(new Id(found.toString(), null));
            }
            tags.forEach(name -> gone.add(new Id(found.toString(), name)));
            return Optional.empty();
        }

        private boolean matches(Manifest manifest, @Nullable String digest, @Nullable String tag) {
            return tag == null
                    ? manifest.digest().toString().equals(digest)
                    : manifest.digest().equals(here.tags().get(tag));
        }
    }
}
