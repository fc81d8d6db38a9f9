package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ModelRepository.Image;
import dev.berth.model.ModelRepository.State;
import java.util.List;
import java.util.Map;

/** Images on their way into the archive and back. */
final class ArchiveSteps {
    private ArchiveSteps() {}

    record Move(int repository, int manifest, boolean intoArchive) implements Step {
        private record Moved(String imageStatus) {}

        @Override
        public void take(World world) {
            world.manifest(repository, manifest).ifPresent(it -> move(world, it));
        }

        private void move(World world, Manifest wanted) {
            var answer =
                    world.server()
                            .api(
                                    "UpdateImageStorageClass",
                                    Map.of(
                                            "repositoryName",
                                            World.name(repository),
                                            "imageId",
                                            Map.of("imageDigest", wanted.digest().toString()),
                                            "targetStorageClass",
                                            intoArchive ? "ARCHIVE" : "STANDARD"));
            var here = world.repository(repository);
            if (here.isEmpty()) {
                answer.isException(List.of(Refusal.REPOSITORY_UNKNOWN));
                return;
            }
            var image = here.get().find(wanted.digest());
            if (image.isEmpty()) {
                answer.isException(List.of(Refusal.IMAGE_NOT_FOUND));
            } else if (intoArchive
                    && image.get().state() != State.ARCHIVED
                    && here.get().isNeededOutside(image.get())) {
                answer.isException(List.of(Refusal.NOT_FOR_ARCHIVE));
            } else {
                var moved = moved(image.get(), world.now());
                assertThat(answer.is(200).as(Moved.class).imageStatus())
                        .isEqualTo(moved.state().name());
                here.get().put(moved);
            }
        }

        private Image moved(Image image, long now) {
            return switch (image.state()) {
                case ACTIVE -> intoArchive ? image.archived(now) : image;
                case ARCHIVED -> intoArchive ? image : image.activating(now);
                case ACTIVATING -> image;
            };
        }
    }

    record Activate() implements Step {
        @Override
        public void take(World world) {
            world.server().run("image-activation");
            world.model()
                    .repositories()
                    .forEach(here ->
                            here.activate(world.now() - World.ACTIVATION.toMillis(), world.now()));
        }
    }
}
