package dev.berth.api.ecr.images;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.input.PageRequest;
import dev.berth.api.ecr.shape.ImageFilterShape;
import dev.berth.api.ecr.shape.ImageIdShape;
import dev.berth.image.ImageId;
import dev.berth.image.Images;
import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import dev.berth.repository.Repositories;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One entry for each tag, and one for each image without a tag. */
public final class ListImages implements Operation<ListImages.Request, ListImages.Response> {

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable String nextToken,
            @Nullable Long maxResults,
            @Nullable ImageFilterShape filter) {}

    public record Response(List<ImageIdShape> imageIds, @Nullable String nextToken) {}

    private final Repositories repositories;
    private final Images images;

    public ListImages(Repositories repositories, Images images) {
        this.repositories = repositories;
        this.images = images;
    }

    @Override
    public Action action() {
        return Action.ECR_LIST_IMAGES;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var arn = registry.repositoryArn(name.value());
        var filter = FilterInput.read(request.filter());
        var page =
                PageRequest.of(
                        request.maxResults(), request.nextToken(), filter.listing(action(), arn));
        var after = page.after(ListImages::position);
        return Plan.of(
                Ask.of(action(), arn),
                () -> {
                    var found =
                            images.list(
                                    repositories.require(registry, name),
                                    filter.tagStatus(),
                                    filter.states(),
                                    after,
                                    page.limit());
                    var cut = page.cut(found, ListImages::key);
                    return new Response(
                            cut.entries().stream().map(ImageIdShape::of).toList(), cut.nextToken());
                });
    }

    private static List<String> key(ImageId id) {
        return List.of(id.digest().toString(), id.tag() == null ? "" : id.tag().value());
    }

    private static Optional<ImageId> position(List<String> key) {
        if (key.size() != 2) {
            return Optional.empty();
        }
        return Digest.tryParse(key.get(0))
                .flatMap(digest ->
                        key.get(1).isEmpty()
                                ? Optional.of(new ImageId(digest, null))
                                : Tag.tryParse(key.get(1)).map(tag -> new ImageId(digest, tag)));
    }
}
