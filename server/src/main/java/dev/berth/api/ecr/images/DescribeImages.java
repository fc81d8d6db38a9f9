package dev.berth.api.ecr.images;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.input.PageRequest;
import dev.berth.api.ecr.shape.ImageDetailShape;
import dev.berth.api.ecr.shape.ImageFilterShape;
import dev.berth.api.ecr.shape.ImageIdShape;
import dev.berth.aws.Registry;
import dev.berth.image.ImageState;
import dev.berth.image.Images;
import dev.berth.image.TaggedImage;
import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry for each digest: those that are named, where one unknown fails all, or a page. */
public final class DescribeImages
        implements Operation<DescribeImages.Request, DescribeImages.Response> {
    private static final String IDS = "imageIds";
    private static final int MAX_IDS = 100;

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable List<@Nullable ImageIdShape> imageIds,
            @Nullable String nextToken,
            @Nullable Long maxResults,
            @Nullable ImageFilterShape filter) {}

    public record Response(List<ImageDetailShape> imageDetails, @Nullable String nextToken) {}

    private final Repositories repositories;
    private final Images images;

    public DescribeImages(Repositories repositories, Images images) {
        this.repositories = repositories;
        this.images = images;
    }

    @Override
    public Action action() {
        return Action.ECR_DESCRIBE_IMAGES;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        return request.imageIds() == null
                ? page(registry, name, request)
                : named(registry, name, request, request.imageIds());
    }

    private Plan<Response> named(
            Registry registry,
            RepositoryName name,
            Request request,
            List<@Nullable ImageIdShape> given) {
        var ids = Input.list(IDS, given, MAX_IDS);
        PageRequest.refuse(request.maxResults(), request.nextToken(), IDS);
        ids.forEach(DescribeImages::check);
        var states = FilterInput.read(request.filter()).states();
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> {
                    var repository = repositories.require(registry, name);
                    var found = new LinkedHashMap<Digest, TaggedImage>();
                    for (ImageIdShape id : ids) {
                        var image = require(repository, id, states);
                        found.putIfAbsent(image.image().digest(), image);
                    }
                    return new Response(shapes(repository, List.copyOf(found.values())), null);
                });
    }

    private Plan<Response> page(Registry registry, RepositoryName name, Request request) {
        var arn = registry.repositoryArn(name.value());
        var filter = FilterInput.read(request.filter());
        var page =
                PageRequest.of(
                        request.maxResults(), request.nextToken(), filter.listing(action(), arn));
        var after = page.after(key -> Digest.tryParse(key.getFirst()));
        return Plan.of(
                Ask.of(action(), arn),
                () -> {
                    var repository = repositories.require(registry, name);
                    var found =
                            images.describe(
                                    repository,
                                    filter.tagStatus(),
                                    filter.states(),
                                    after,
                                    page.limit());
                    var cut = page.cut(found, last -> List.of(last.image().digest().toString()));
                    return new Response(shapes(repository, cut.entries()), cut.nextToken());
                });
    }

    private static void check(ImageIdShape id) {
        if (Selection.of(id) instanceof Selection.Invalid(var failure)) {
            throw Input.invalid(IDS, failure.failureReason());
        }
    }

    private TaggedImage require(Repository repository, ImageIdShape id, Set<ImageState> states) {
        Optional<TaggedImage> found =
                switch (Selection.of(id)) {
                    case Selection.ByDigest(var digest) ->
                            images.find(repository, new Reference.ByDigest(digest), states);
                    case Selection.ByTag(var tag) ->
                            images.find(repository, new Reference.ByTag(tag), states);
                    case Selection.ByTagOfDigest(var tag, var digest) ->
                            images.find(repository, new Reference.ByTag(tag), states)
                                    .filter(image -> image.image().digest().equals(digest));
                    case Selection.OfNothing _, Selection.Invalid _ -> Optional.empty();
                };
        return found.orElseThrow(() ->
                new ProblemException(
                        new ImageProblem.ImageUnknown(
                                id.imageDigest(),
                                id.imageTag(),
                                repository.name(),
                                repository.registry())));
    }

    private static List<ImageDetailShape> shapes(Repository repository, List<TaggedImage> found) {
        return found.stream().map(image -> ImageDetailShape.of(repository, image)).toList();
    }
}
