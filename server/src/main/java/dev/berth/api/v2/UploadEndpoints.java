package dev.berth.api.v2;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Authorizer;
import dev.berth.access.Decision;
import dev.berth.http.Headers;
import dev.berth.http.Query;
import dev.berth.http.Response;
import dev.berth.layer.Layer;
import dev.berth.layer.Mounts;
import dev.berth.layer.Upload;
import dev.berth.layer.Uploads;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repository;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** {@code /blobs/uploads/}: blobs in one piece, as a stream or in chunks, and mounts. */
final class UploadEndpoints {
    private final Uploads uploads;
    private final Mounts mounts;
    private final Authorizer authorizer;
    private final long limit;

    UploadEndpoints(Uploads uploads, Mounts mounts, Authorizer authorizer, long limit) {
        this.uploads = uploads;
        this.mounts = mounts;
        this.authorizer = authorizer;
        this.limit = limit;
    }

    /** Whether a POST brings the blob with it. */
    static boolean isWhole(V2Call call) {
        Query query = call.request().query();
        return query.first("digest").isPresent() && query.first("mount").isEmpty();
    }

    Response start(V2Call call, Repository repository) {
        Query query = call.request().query();
        query.first("digest-algorithm").ifPresent(UploadEndpoints::requireAlgorithm);
        Optional<Digest> mount = query.first("mount").map(UploadEndpoints::digest);
        if (mount.isPresent()) {
            Optional<Layer> mounted = mount(call, repository, mount.get());
            if (mounted.isPresent()) {
                return created(call, repository, mounted.get());
            }
        } else if (isWhole(call)) {
            Digest digest = digest(query.first("digest").orElse(""));
            requireFits(call);
            return created(
                    call,
                    repository,
                    uploads.put(repository, call.request().body()::next, digest, call.actor()));
        }
        return state(202, call, repository, uploads.start(repository));
    }

    Response status(V2Call call, Repository repository) {
        return state(204, call, repository, uploads.status(repository, call.argument()));
    }

    Response append(V2Call call, Repository repository) {
        return resumable(
                call,
                repository,
                () -> {
                    requireFits(call);
                    Optional<ContentRange> range = range(call, repository);
                    Upload upload =
                            uploads.append(
                                    repository,
                                    call.argument(),
                                    firstByte(range),
                                    range.isPresent()
                                            ? OptionalLong.of(range.get().length())
                                            : OptionalLong.empty(),
                                    call.request().body()::next);
                    return state(202, call, repository, upload);
                });
    }

    Response complete(V2Call call, Repository repository) {
        Digest digest = digest(call.request().query().first("digest").orElse(""));
        return resumable(
                call,
                repository,
                () -> {
                    requireFits(call);
                    Layer layer =
                            uploads.complete(
                                    repository,
                                    call.argument(),
                                    firstByte(range(call, repository)),
                                    call.request().body()::next,
                                    digest,
                                    call.actor());
                    return created(call, repository, layer);
                });
    }

    Response cancel(V2Call call, Repository repository) {
        uploads.cancel(repository, call.argument());
        return call.answer(204, call.headers());
    }

    /** Empty where there is nothing to mount for whatever reason: the client uploads the blob. */
    private Optional<Layer> mount(V2Call call, Repository into, Digest digest) {
        Optional<String> from = call.request().query().first("from");
        if (from.isEmpty()) {
            return mounts.mount(into, digest, name -> mayDownload(call, into, name), call.actor());
        }
        return RepositoryName.tryParse(from.get())
                .flatMap(source ->
                        mounts.mount(
                                into,
                                source,
                                digest,
                                name -> mayDownload(call, into, name),
                                call.actor()));
    }

    /**
     * The source is asked for on its own, since a caller who may not read it is not refused: to him
     * it is not there.
     */
    private boolean mayDownload(V2Call call, Repository into, RepositoryName source) {
        Ask ask =
                Ask.of(
                        Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER,
                        into.registry().repositoryArn(source.value()));
        return switch (authorizer.authorize(call.caller(), List.of(ask), call.keys())) {
            case Decision.Allowed _ -> true;
            case Decision.Denied _ -> false;
        };
    }

    /** A chunk that does not fit leaves the upload as it was, and the answer says where that is. */
    private static Response resumable(V2Call call, Repository repository, Supplier<Response> work) {
        try {
            return work.get();
        } catch (ProblemException e) {
            if (e.problem() instanceof LayerProblem.PartOutOfOrder part) {
                return refused(call, repository, part, part.uploadId(), part.offset());
            }
            if (e.problem() instanceof LayerProblem.PartSizeMismatch part) {
                return refused(call, repository, part, part.uploadId(), part.offset());
            }
            throw e;
        }
    }

    private static Response refused(
            V2Call call, Repository repository, Problem problem, String uploadId, long offset) {
        return V2Errors.answer(
                V2Errors.of(problem),
                problem.message(),
                position(call, repository, uploadId, offset));
    }

    /** The range of the chunk, if the request gives one; it must be that of the body. */
    private Optional<ContentRange> range(V2Call call, Repository repository) {
        Optional<String> field = call.request().headers().first("Content-Range");
        if (field.isEmpty()) {
            return Optional.empty();
        }
        ContentRange range =
                ContentRange.tryParse(field.get())
                        .orElseThrow(
                                () -> new ProblemException(new LayerProblem.PartRangeInvalid()));
        OptionalLong declared = call.request().body().declaredLength();
        if (declared.isPresent() && declared.getAsLong() != range.length()) {
            long offset = uploads.status(repository, call.argument()).offset();
            throw new ProblemException(
                    new LayerProblem.PartSizeMismatch(
                            call.argument(), range.length(), declared.getAsLong(), offset));
        }
        return Optional.of(range);
    }

    private static OptionalLong firstByte(Optional<ContentRange> range) {
        return range.isPresent() ? OptionalLong.of(range.get().first()) : OptionalLong.empty();
    }

    /** What says that it is larger than any layer may be is not begun. */
    private void requireFits(V2Call call) {
        if (call.request().body().declaredLength().orElse(0) > limit) {
            throw new ProblemException(new LayerProblem.LayerTooLarge(limit));
        }
    }

    private static Digest digest(String text) {
        return Digest.tryParse(text)
                .orElseThrow(() -> new ProblemException(new Problem.DigestInvalid(text)));
    }

    private static void requireAlgorithm(String text) {
        if (DigestAlgorithm.of(text).isEmpty()) {
            throw new ProblemException(new Problem.DigestInvalid(text));
        }
    }

    private static Response created(V2Call call, Repository repository, Layer layer) {
        String digest = layer.digest().toString();
        return call.answer(
                201,
                call.headers()
                        .add(
                                V2Headers.LOCATION,
                                call.location(repository.name(), "/blobs/" + digest))
                        .add(V2Headers.CONTENT_DIGEST, digest));
    }

    private static Response state(int status, V2Call call, Repository repository, Upload upload) {
        return call.answer(status, position(call, repository, upload.id(), upload.offset()));
    }

    /** Where the upload stands. The form knows no empty range: nothing yet is {@code 0-0} too. */
    private static Headers.Builder position(
            V2Call call, Repository repository, String id, long offset) {
        return call.headers()
                .add(V2Headers.LOCATION, call.location(repository.name(), "/blobs/uploads/" + id))
                .add(V2Headers.RANGE, "0-" + Math.max(0, offset - 1))
                .add(V2Headers.UPLOAD_UUID, id);
    }
}
