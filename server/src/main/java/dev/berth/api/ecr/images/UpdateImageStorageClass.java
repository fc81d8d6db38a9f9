package dev.berth.api.ecr.images;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.ImageIdShape;
import dev.berth.image.ImageArchive;
import dev.berth.image.StorageClass;
import dev.berth.oci.Reference;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repositories;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** To the archive at once, from there with the image ACTIVATING for a while. */
public final class UpdateImageStorageClass
        implements Operation<UpdateImageStorageClass.Request, UpdateImageStorageClass.Response> {
    private static final String ID = "imageId";
    private static final String TARGET = "targetStorageClass";

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable ImageIdShape imageId,
            @Nullable String targetStorageClass) {}

    public record Response(
            String registryId, String repositoryName, ImageIdShape imageId, String imageStatus) {}

    private final Repositories repositories;
    private final ImageArchive archive;

    public UpdateImageStorageClass(Repositories repositories, ImageArchive archive) {
        this.repositories = repositories;
        this.archive = archive;
    }

    @Override
    public Action action() {
        return Action.ECR_UPDATE_IMAGE_STORAGE_CLASS;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var id = Input.required(ID, request.imageId());
        var target =
                Input.oneOf(
                        TARGET,
                        StorageClass.class,
                        Input.required(TARGET, request.targetStorageClass()));
        var wanted = wanted(id, target);
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> {
                    var repository = repositories.require(registry, name);
                    var moved =
                            wanted.flatMap(it -> archive.move(repository, it, call.actor()))
                                    .orElseThrow(() ->
                                            new ProblemException(
                                                    new ImageProblem.ImageUnknown(
                                                            id.imageDigest(),
                                                            id.imageTag(),
                                                            name,
                                                            registry)));
                    return new Response(
                            registry.account().value(),
                            name.value(),
                            new ImageIdShape(moved.digest().toString(), id.imageTag()),
                            moved.state().name());
                });
    }

    /** Empty for the id of nothing. */
    private static Optional<ImageArchive.Wanted> wanted(ImageIdShape id, StorageClass target) {
        return switch (Selection.of(id)) {
            case Selection.Invalid(var failure) -> throw Input.invalid(ID, failure.failureReason());
            case Selection.OfNothing _ -> Optional.empty();
            case Selection.ByDigest(var digest) ->
                    Optional.of(
                            new ImageArchive.Wanted(new Reference.ByDigest(digest), null, target));
            case Selection.ByTag(var tag) ->
                    Optional.of(new ImageArchive.Wanted(new Reference.ByTag(tag), null, target));
            case Selection.ByTagOfDigest(var tag, var digest) ->
                    Optional.of(new ImageArchive.Wanted(new Reference.ByTag(tag), digest, target));
        };
    }
}
