package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What clients do with blobs. */
final class BlobSteps {
    private BlobSteps() {}

    /** How a blob may come in one go. */
    enum Way {
        POST,
        PUT,
        STREAM,
        API
    }

    record Push(int repository, int blob, Way way) implements Step {
        @Override
        public void take(World world) {
            push(world, World.name(repository), Blob.of(blob), way);
        }
    }

    record Head(int repository, int blob) implements Step {
        @Override
        public void take(World world) {
            head(world, World.name(repository), Blob.of(blob));
        }
    }

    record Get(int repository, int blob) implements Step {
        @Override
        public void take(World world) {
            get(world, World.name(repository), Blob.of(blob));
        }
    }

    record Ask(int repository) implements Step {
        private record Layers(List<Layer> layers) {
            private record Layer(String layerDigest, String layerAvailability) {}
        }

        @Override
        public void take(World world) {
            var digests = Blob.ALL.stream().map(blob -> blob.digest().toString()).toList();
            var answer =
                    world.server()
                            .api(
                                    "BatchCheckLayerAvailability",
                                    Map.of(
                                            "repositoryName",
                                            World.name(repository),
                                            "layerDigests",
                                            digests.stream()
                                                    .filter(text -> text.startsWith("sha256"))
                                                    .toList()));
            var here = world.repository(repository);
            if (here.isEmpty()) {
                answer.isException(List.of(Refusal.REPOSITORY_UNKNOWN));
                return;
            }
            for (var layer : answer.is(200).as(Layers.class).layers()) {
                var blob = Blob.of(digests.indexOf(layer.layerDigest()));
                boolean seen = here.get().links().has(blob.digest());
                assertThat(layer.layerAvailability())
                        .as("%s of %s", blob, here.get().name())
                        .isEqualTo(
                                !seen
                                        ? "UNAVAILABLE"
                                        : here.get().isOnlyInArchive(blob.digest())
                                                ? "ARCHIVED"
                                                : "AVAILABLE");
                if (seen) {
                    here.get().links().note(blob.digest(), world.now());
                }
            }
        }
    }

    record Delete(int repository, int blob) implements Step {
        @Override
        public void take(World world) {
            var wanted = Blob.of(blob);
            var answer = world.server().v2("DELETE", path(World.name(repository), wanted));
            var here = world.repository(repository);
            if (here.isEmpty()) {
                answer.isRefused(List.of(Refusal.REPOSITORY_UNKNOWN));
            } else if (!here.get().links().has(wanted.digest())) {
                answer.isRefused(List.of(Refusal.BLOB_UNKNOWN));
            } else if (here.get().isReferenced(wanted.digest())) {
                answer.isRefused(List.of(Refusal.BLOB_REFERENCED));
            } else {
                answer.is(202);
                here.get().links().remove(wanted.digest());
            }
        }
    }

    record Mount(int into, int from, int blob) implements Step {
        @Override
        public void take(World world) {
            var wanted = Blob.of(blob);
            var query = "mount=%s&from=%s".formatted(wanted.digest(), World.name(from));
            boolean isThere =
                    world.repository(from)
                            .filter(there -> there.links().has(wanted.digest()))
                            .isPresent();
            mount(world, into, wanted, query, isThere);
        }
    }

    /** From whichever repository has it. */
    record MountFromAnywhere(int into, int blob) implements Step {
        @Override
        public void take(World world) {
            var wanted = Blob.of(blob);
            boolean isThere =
                    world.model().repositories().stream()
                            .anyMatch(there -> there.links().has(wanted.digest()));
            mount(world, into, wanted, "mount=" + wanted.digest(), isThere);
        }
    }

    private static void mount(World world, int into, Blob wanted, String query, boolean isThere) {
        var answer =
                world.server()
                        .v2("POST", "/v2/%s/blobs/uploads/?%s".formatted(World.name(into), query));
        var here = world.repository(into);
        if (here.isEmpty()) {
            answer.isRefused(List.of(Refusal.REPOSITORY_UNKNOWN));
        } else if (!isThere || !world.model().allowsMounts()) {
            UploadSteps.started(world, here.get(), wanted, answer.is(202));
        } else {
            answer.is(201);
            if (here.get().links().has(wanted.digest())) {
                here.get().links().note(wanted.digest(), world.now());
            } else {
                here.get().links().want(wanted.digest(), world.now());
            }
        }
    }

    static void head(World world, String name, Blob blob) {
        seen(world, name, blob, world.server().v2("HEAD", path(name, blob)));
    }

    static void get(World world, String name, Blob blob) {
        var answer = world.server().v2("GET", path(name, blob));
        if (seen(world, name, blob, answer)) {
            assertThat(answer.content()).isEqualTo(blob.content());
        }
    }

    /** Whether it should be seen, and the answer says so too. */
    private static boolean seen(World world, String name, Blob blob, Answer answer) {
        var here = world.model().find(name);
        if (here.isEmpty()) {
            answer.isRefused(List.of(Refusal.REPOSITORY_UNKNOWN));
        } else if (!here.get().links().has(blob.digest())) {
            answer.isRefused(List.of(Refusal.BLOB_UNKNOWN));
        } else {
            answer.is(200);
            here.get().links().note(blob.digest(), world.now());
            return true;
        }
        return false;
    }

    static void push(World world, String name, Blob blob, Way way) {
        switch (way) {
            case POST -> {
                var answer =
                        world.server()
                                .v2(
                                        "POST",
                                        "/v2/%s/blobs/uploads/?digest=%s"
                                                .formatted(name, blob.digest()),
                                        blob.bytes());
                world.model()
                        .find(name)
                        .ifPresentOrElse(
                                here -> {
                                    answer.is(201);
                                    here.links().want(blob.digest(), world.now());
                                },
                                () -> answer.isRefused(List.of(Refusal.REPOSITORY_UNKNOWN)));
            }
            case PUT ->
                    UploadSteps.start(world, name, blob)
                            .ifPresent(upload -> UploadSteps.finish(world, upload, true, false));
            case STREAM ->
                    UploadSteps.start(world, name, blob)
                            .ifPresent(upload -> {
                                UploadSteps.append(world, upload, blob.content().length());
                                UploadSteps.finish(world, upload, true, false);
                            });
            case API -> pushByApi(world, name, blob);
        }
    }

    private static void pushByApi(World world, String name, Blob blob) {
        Optional<Model.Upload> begun = UploadSteps.startByApi(world, name, blob);
        if (begun.isEmpty()) {
            return;
        }
        var upload = begun.get();
        var here = upload.repository();
        if (!blob.content().isEmpty()) {
            var part =
                    Map.of(
                            "repositoryName",
                            name,
                            "uploadId",
                            upload.id(),
                            "partFirstByte",
                            0,
                            "partLastByte",
                            blob.content().length() - 1,
                            "layerPartBlob",
                            Base64.getEncoder().encodeToString(blob.bytes()));
            world.server().api("UploadLayerPart", part).is(200);
            UploadSteps.arrived(world, upload, blob.content().length());
        }
        var answer =
                world.server()
                        .api(
                                "CompleteLayerUpload",
                                Map.of(
                                        "repositoryName",
                                        name,
                                        "uploadId",
                                        upload.id(),
                                        "layerDigests",
                                        List.of(blob.digest().toString())));
        if (blob.content().isEmpty()) {
            answer.isException(List.of(Refusal.UPLOAD_EMPTY));
            return;
        }
        if (here.links().has(blob.digest())) {
            answer.isException(List.of(Refusal.LAYER_EXISTS));
        } else {
            answer.is(200);
        }
        upload.end();
        here.links().want(blob.digest(), world.now());
    }

    static String path(String name, Blob blob) {
        return "/v2/%s/blobs/%s".formatted(name, blob.digest());
    }
}
