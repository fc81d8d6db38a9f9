package dev.berth.api.ecr.images;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.input.PageRequest;
import dev.berth.api.ecr.shape.ImageReferrerShape;
import dev.berth.aws.Arn;
import dev.berth.image.Referrer;
import dev.berth.image.Referrers;
import dev.berth.oci.Digest;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What {@code GET /v2/<name>/referrers/<digest>} tells, with the same permission. */
public final class ListImageReferrers
        implements Operation<ListImageReferrers.Request, ListImageReferrers.Response> {
    private static final String DIGEST = "imageDigest";
    private static final String TYPES = "artifactTypes";
    private static final int MAX_TYPES = 5;
    private static final int MAX_TYPE = 255;
    private static final PageRequest.Sizes SIZES = new PageRequest.Sizes(20, 50);

    /** Bounds the memory of one answer; a page may end early. */
    private static final long MAX_ANNOTATIONS = 4L << 20;

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable SubjectId subjectId,
            @Nullable Filter filter,
            @Nullable String nextToken,
            @Nullable Long maxResults) {}

    public record SubjectId(@Nullable String imageDigest) {}

    public record Filter(
            @Nullable List<@Nullable String> artifactTypes, @Nullable String artifactStatus) {}

    public record Response(List<ImageReferrerShape> referrers, @Nullable String nextToken) {}

    private final Repositories repositories;
    private final Referrers referrers;

    public ListImageReferrers(Repositories repositories, Referrers referrers) {
        this.repositories = repositories;
        this.referrers = referrers;
    }

    @Override
    public Action action() {
        return Action.ECR_LIST_IMAGE_REFERRERS;
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
        var subject = Input.required("subjectId", request.subjectId());
        var digest = Input.digest(DIGEST, Input.required(DIGEST, subject.imageDigest()));
        var filter = request.filter();
        var types = filter == null ? Set.<String>of() : types(filter.artifactTypes());
        var states =
                FilterInput.states(
                        "artifactStatus", filter == null ? null : filter.artifactStatus());
        var page =
                PageRequest.of(
                        request.maxResults(),
                        request.nextToken(),
                        listing(arn, digest, types, FilterInput.name(states)),
                        SIZES);
        var after = page.after(ListImageReferrers::position);
        // ECR asks for this action, not for one of the operation's own name.
        return Plan.of(
                Ask.of(Action.ECR_BATCH_GET_IMAGE, arn),
                () -> {
                    var repository = repositories.require(registry, name);
                    return Digest.tryParse(digest)
                            .map(known -> new Referrers.Selection(known, types, states, after))
                            .map(selection -> read(repository, selection, page))
                            .orElseGet(() -> new Response(List.of(), null));
                });
    }

    private Response read(Repository repository, Referrers.Selection selection, PageRequest page) {
        var found = new ArrayList<Referrer>();
        var weight = new Weight();
        boolean more =
                referrers.read(
                        repository,
                        selection,
                        page.size(),
                        referrer -> weight.takes(referrer) && found.add(referrer));
        return new Response(
                found.stream().map(ImageReferrerShape::of).toList(),
                more ? page.tokenBehind(List.of(found.getLast().digest().toString())) : null);
    }

    /** How much is on a page; the first one always fits. */
    private static final class Weight {
        private long total;

        boolean takes(Referrer referrer) {
            boolean first = total == 0;
            total += 1;
            for (var annotation : referrer.annotations().entrySet()) {
                total += annotation.getKey().length() + annotation.getValue().length();
            }
            return first || total <= MAX_ANNOTATIONS;
        }
    }

    private static Set<String> types(@Nullable List<@Nullable String> given) {
        if (given == null) {
            return Set.of();
        }
        Input.checkLength(TYPES, given.size(), 0, MAX_TYPES);
        var types = new TreeSet<String>();
        for (String type : Input.withoutNulls(TYPES, given)) {
            types.add(Input.length(TYPES, type, 1, MAX_TYPE));
        }
        return types;
    }

    private List<String> listing(Arn arn, String digest, Set<String> types, String states) {
        var listing = new ArrayList<>(List.of(action().iamName(), arn.toString(), digest, states));
        listing.addAll(types);
        return listing;
    }

    private static Optional<Digest> position(List<String> key) {
        return key.size() == 1 ? Digest.tryParse(key.getFirst()) : Optional.empty();
    }
}
