package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Model.Upload;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What clients do with uploads that go on for a while. */
final class UploadSteps {
    private UploadSteps() {}

    record Start(int repository, int blob) implements Step {
        @Override
        public void take(World world) {
            start(world, World.name(repository), Blob.of(blob));
        }
    }

    record Append(int upload, int percent) implements Step {
        @Override
        public void take(World world) {
            world.upload(upload)
                    .ifPresent(it -> {
                        int rest = it.blob().content().length() - it.offset();
                        append(world, it, rest * percent / 100);
                    });
        }
    }

    /** A chunk that begins where the upload does not stand. */
    record AppendElsewhere(int upload) implements Step {
        @Override
        public void take(World world) {
            world.upload(upload).ifPresent(it -> appendElsewhere(world, it));
        }

        private static void appendElsewhere(World world, Upload upload) {
            var range = "%d-%d".formatted(upload.offset() + 1, upload.offset() + 1);
            var answer =
                    world.server()
                            .v2(
                                    "PATCH",
                                    path(upload),
                                    new byte[1],
                                    "Content-Range",
                                    range,
                                    "Content-Length",
                                    "1");
            answer.isRefused(
                    whyNot(world, upload).or(() -> Optional.of(Refusal.OUT_OF_ORDER)).stream()
                            .toList());
        }
    }

    record Status(int upload) implements Step {
        @Override
        public void take(World world) {
            world.upload(upload).ifPresent(it -> status(world, it));
        }

        private static void status(World world, Upload upload) {
            var answer = world.server().v2("GET", path(upload));
            var refusal = whyNot(world, upload);
            if (refusal.isPresent()) {
                answer.isRefused(List.of(refusal.get()));
            } else {
                assertThat(answer.is(204).header("Range"))
                        .isEqualTo("0-" + Math.max(0, upload.offset() - 1));
            }
        }
    }

    record Finish(int upload, boolean withRest, boolean wrong) implements Step {
        @Override
        public void take(World world) {
            world.upload(upload).ifPresent(it -> finish(world, it, withRest, wrong));
        }
    }

    record Cancel(int upload) implements Step {
        @Override
        public void take(World world) {
            world.upload(upload).ifPresent(it -> cancel(world, it));
        }

        private static void cancel(World world, Upload upload) {
            var answer = world.server().v2("DELETE", path(upload));
            var refusal = whyNot(world, upload);
            if (refusal.isPresent()) {
                answer.isRefused(List.of(refusal.get()));
            } else {
                answer.is(204);
                upload.end();
            }
        }
    }

    static Optional<Upload> start(World world, String name, Blob blob) {
        var answer = world.server().v2("POST", "/v2/%s/blobs/uploads/".formatted(name));
        var here = world.model().find(name);
        if (here.isEmpty()) {
            answer.isRefused(List.of(Refusal.REPOSITORY_UNKNOWN));
            return Optional.empty();
        }
        return Optional.of(started(world, here.get(), blob, answer.is(202)));
    }

    static Upload started(World world, ModelRepository here, Blob blob, Answer answer) {
        return started(world, here, blob, answer.header("Docker-Upload-UUID"));
    }

    private static Upload started(World world, ModelRepository here, Blob blob, String id) {
        assertThat(id).isNotEmpty();
        var upload = new Upload(id, here, blob, world.now());
        world.model().uploads().add(upload);
        return upload;
    }

    static Optional<Upload> startByApi(World world, String name, Blob blob) {
        record Begun(String uploadId) {}
        var answer = world.server().api("InitiateLayerUpload", Map.of("repositoryName", name));
        var here = world.model().find(name);
        if (here.isEmpty()) {
            answer.isException(List.of(Refusal.REPOSITORY_UNKNOWN));
            return Optional.empty();
        }
        return Optional.of(
                started(world, here.get(), blob, answer.is(200).as(Begun.class).uploadId()));
    }

    static void append(World world, Upload upload, int length) {
        var answer = world.server().v2("PATCH", path(upload), next(upload, length));
        var refusal = whyNot(world, upload);
        if (refusal.isPresent()) {
            answer.isRefused(List.of(refusal.get()));
        } else {
            answer.is(202);
            arrived(world, upload, length);
        }
    }

    static void arrived(World world, Upload upload, int length) {
        upload.arrived(length, world.now());
        world.server().touch(upload.id());
    }

    static void finish(World world, Upload upload, boolean withRest, boolean wrong) {
        var blob = upload.blob();
        int rest = withRest ? blob.content().length() - upload.offset() : 0;
        var said = wrong ? Blob.of(Blob.ALL.indexOf(blob) + 1) : blob;
        var content = blob.content().substring(0, upload.offset() + rest);
        var answer =
                world.server()
                        .v2("PUT", path(upload) + "?digest=" + said.digest(), next(upload, rest));
        var refusal = whyNot(world, upload);
        if (refusal.isPresent()) {
            answer.isRefused(List.of(refusal.get()));
            return;
        }
        if (content.equals(said.content())) {
            answer.is(201);
            upload.repository().links().want(said.digest(), world.now());
        } else {
            answer.isRefused(List.of(Refusal.WRONG_DIGEST));
        }
        upload.end();
    }

    private static byte[] next(Upload upload, int length) {
        return Arrays.copyOfRange(upload.blob().bytes(), upload.offset(), upload.offset() + length);
    }

    private static Optional<Refusal> whyNot(World world, Upload upload) {
        if (world.model().find(upload.repository().name()).isEmpty()) {
            return Optional.of(Refusal.REPOSITORY_UNKNOWN);
        }
        return upload.ended() ? Optional.of(Refusal.UPLOAD_UNKNOWN) : Optional.empty();
    }

    private static String path(Upload upload) {
        return "/v2/%s/blobs/uploads/%s".formatted(upload.repository().name(), upload.id());
    }
}
