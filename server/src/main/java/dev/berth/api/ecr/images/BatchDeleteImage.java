package dev.berth.api.ecr.images;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.ImageFailureShape;
import dev.berth.api.ecr.shape.ImageIdShape;
import dev.berth.events.Actor;
import dev.berth.image.ImageRemoval;
import dev.berth.image.ImageRemoval.Outcome;
import dev.berth.image.ImageRemoval.Target;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What cannot be deleted is a failure beside what is gone. */
public final class BatchDeleteImage
        implements Operation<BatchDeleteImage.Request, BatchDeleteImage.Response> {
    private static final String IDS = "imageIds";
    private static final int MAX_IDS = 100;

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable List<@Nullable ImageIdShape> imageIds) {}

    public record Response(List<ImageIdShape> imageIds, List<ImageFailureShape> failures) {}

    private final Repositories repositories;
    private final ImageRemoval removal;

    public BatchDeleteImage(Repositories repositories, ImageRemoval removal) {
        this.repositories = repositories;
        this.removal = removal;
    }

    @Override
    public Action action() {
        return Action.ECR_BATCH_DELETE_IMAGE;
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
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> delete(repositories.require(registry, name), ids, call.actor()));
    }

    private Response delete(Repository repository, List<ImageIdShape> ids, Actor actor) {
        var failures = new ArrayList<ImageFailureShape>();
        var wanted = new ArrayList<ImageIdShape>();
        var targets = new ArrayList<Target>();
        for (ImageIdShape id : ids) {
            switch (Selection.of(id)) {
                case Selection.Invalid(var failure) -> failures.add(failure);
                case Selection.OfNothing _ -> failures.add(ImageFailureShape.notFound(id));
                case Selection.ByDigest(var digest) -> {
                    wanted.add(id);
                    targets.add(new Target.ByDigest(digest));
                }
                case Selection.ByTag(var tag) -> {
                    wanted.add(id);
                    targets.add(new Target.ByTag(tag));
                }
                case Selection.ByTagOfDigest(var tag, var digest) -> {
                    wanted.add(id);
                    targets.add(new Target.ByTagOfDigest(tag, digest));
                }
            }
        }
        var deleted = new ArrayList<ImageIdShape>();
        if (!targets.isEmpty()) {
            var outcomes = removal.remove(repository, targets, actor);
            for (int i = 0; i < outcomes.size(); i++) {
                report(wanted.get(i), outcomes.get(i), deleted, failures);
            }
        }
        return new Response(deleted, failures);
    }

    private static void report(
            ImageIdShape id,
            Outcome outcome,
            List<ImageIdShape> deleted,
            List<ImageFailureShape> failures) {
        switch (outcome) {
            case Outcome.Removed(var gone) ->
                    gone.forEach(one -> deleted.add(ImageIdShape.of(one)));
            case Outcome.NotFound _ -> failures.add(ImageFailureShape.notFound(id));
            case Outcome.Referenced(var by) -> failures.add(ImageFailureShape.referenced(id, by));
            case Outcome.TagDoesNotMatch _ -> failures.add(ImageFailureShape.tagDoesNotMatch(id));
        }
    }
}
