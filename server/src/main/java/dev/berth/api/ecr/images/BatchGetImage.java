package dev.berth.api.ecr.images;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.ImageFailureShape;
import dev.berth.api.ecr.shape.ImageIdShape;
import dev.berth.api.ecr.shape.ImageShape;
import dev.berth.image.Images;
import dev.berth.image.PullTimes;
import dev.berth.image.StoredManifest;
import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manifests in the order of the request; what cannot be given is a failure beside them. */
public final class BatchGetImage
        implements Operation<BatchGetImage.Request, BatchGetImage.Response> {
    private static final String IDS = "imageIds";
    private static final String MEDIA_TYPES = "acceptedMediaTypes";
    private static final int MAX_IDS = 100;
    private static final int MAX_MEDIA_TYPES = 100;

    /** Bounds the memory of one answer, which might name the largest manifest a hundred times. */
    private static final long MAX_ANSWER = 16L << 20;

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable List<@Nullable ImageIdShape> imageIds,
            @Nullable List<@Nullable String> acceptedMediaTypes) {}

    public record Response(List<ImageShape> images, List<ImageFailureShape> failures) {}

    private final Repositories repositories;
    private final Images images;
    private final PullTimes pullTimes;

    public BatchGetImage(Repositories repositories, Images images, PullTimes pullTimes) {
        this.repositories = repositories;
        this.images = images;
        this.pullTimes = pullTimes;
    }

    @Override
    public Action action() {
        return Action.ECR_BATCH_GET_IMAGE;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var ids = Input.list(IDS, request.imageIds(), MAX_IDS);
        var accepted =
                request.acceptedMediaTypes() == null
                        ? List.<String>of()
                        : Input.list(MEDIA_TYPES, request.acceptedMediaTypes(), MAX_MEDIA_TYPES);
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> {
                    var repository = repositories.require(registry, name);
                    return read(repository, ids, accepted, call.caller().principal().name());
                });
    }

    private Response read(
            Repository repository,
            List<ImageIdShape> ids,
            List<String> accepted,
            String principal) {
        var found = new ArrayList<ImageShape>();
        var pulled = new ArrayList<Digest>();
        var failures = new ArrayList<ImageFailureShape>();
        long size = 0;
        for (ImageIdShape id : ids) {
            switch (find(repository, id)) {
                case Found(var manifest) when isAccepted(manifest, accepted) -> {
                    size += manifest.content().remaining();
                    if (size > MAX_ANSWER) {
                        throw new ProblemException(
                                new Problem.QuotaExceeded(
                                        "bytes of manifests in one answer", MAX_ANSWER));
                    }
                    found.add(shape(repository, id, manifest));
                    pulled.add(manifest.digest());
                }
                case Found _ -> failures.add(ImageFailureShape.notFound(id));
                case Failed(var failure) -> failures.add(failure);
            }
        }
        pulled.forEach(digest -> pullTimes.note(repository, digest, principal));
        return new Response(found, failures);
    }

    private sealed interface Lookup {}

    private record Found(StoredManifest manifest) implements Lookup {}

    private record Failed(ImageFailureShape failure) implements Lookup {}

    private Lookup find(Repository repository, ImageIdShape id) {
        return switch (Selection.of(id)) {
            case Selection.Invalid(var failure) -> new Failed(failure);
            case Selection.OfNothing _ -> new Failed(ImageFailureShape.notFound(id));
            case Selection.ByDigest(var digest) ->
                    find(repository, id, new Reference.ByDigest(digest));
            case Selection.ByTag(var tag) -> find(repository, id, new Reference.ByTag(tag));
            case Selection.ByTagOfDigest(var tag, var digest) -> {
                var lookup = find(repository, id, new Reference.ByTag(tag));
                yield lookup instanceof Found(var manifest) && !manifest.digest().equals(digest)
                        ? new Failed(ImageFailureShape.tagDoesNotMatch(id))
                        : lookup;
            }
        };
    }

    private Lookup find(Repository repository, ImageIdShape id, Reference reference) {
        return images.manifest(repository, reference)
                .<Lookup>map(Found::new)
                .orElseGet(() -> new Failed(ImageFailureShape.notFound(id)));
    }

    private static boolean isAccepted(StoredManifest manifest, List<String> accepted) {
        return accepted.isEmpty() || accepted.contains(manifest.mediaType());
    }

    private static ImageShape shape(
            Repository repository, ImageIdShape id, StoredManifest manifest) {
        return ImageShape.of(
                repository.registry(),
                repository.name(),
                new ImageIdShape(manifest.digest().toString(), id.imageTag()),
                StandardCharsets.UTF_8.decode(manifest.content().duplicate()).toString(),
                manifest.mediaType());
    }
}
