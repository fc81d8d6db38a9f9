package dev.berth.api.ecr.layers;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.DigestPattern;
import dev.berth.image.Images;
import dev.berth.layer.Layer;
import dev.berth.layer.Layers;
import dev.berth.oci.Digest;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports a bad digest beside the good ones; a layer that is not here is an answer, no failure. */
public final class BatchCheckLayerAvailability
        implements Operation<
                BatchCheckLayerAvailability.Request, BatchCheckLayerAvailability.Response> {
    private static final String DIGESTS = "layerDigests";
    private static final int MAX_DIGESTS = 100;
    private static final int MAX_LENGTH = 1000;

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable List<@Nullable String> layerDigests) {}

    public record Response(List<LayerShape> layers, List<LayerFailure> failures) {}

    public record LayerShape(
            String layerDigest, String layerAvailability, @Nullable Long layerSize) {}

    public record LayerFailure(String layerDigest, String failureCode, String failureReason) {}

    private final Repositories repositories;
    private final Layers layers;
    private final Images images;

    public BatchCheckLayerAvailability(Repositories repositories, Layers layers, Images images) {
        this.repositories = repositories;
        this.layers = layers;
        this.images = images;
    }

    @Override
    public Action action() {
        return Action.ECR_BATCH_CHECK_LAYER_AVAILABILITY;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var digests = Input.list(DIGESTS, request.layerDigests(), MAX_DIGESTS);
        digests.forEach(digest -> Input.length(DIGESTS, digest, 0, MAX_LENGTH));
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> check(repositories.require(registry, name), digests));
    }

    private Response check(Repository repository, List<String> digests) {
        var found = new ArrayList<LayerShape>();
        var failures = new ArrayList<LayerFailure>();
        for (String digest : digests) {
            if (digest.isEmpty()) {
                failures.add(
                        new LayerFailure(
                                digest,
                                "MissingLayerDigest",
                                "Invalid request parameters: layer digest cannot be empty"));
            } else if (!DigestPattern.matches(digest)) {
                failures.add(
                        new LayerFailure(
                                digest,
                                "InvalidLayerDigest",
                                "Invalid request parameters: layer digest should satisfy the regex '%s'"
                                        .formatted(DigestPattern.TEXT)));
            } else {
                found.add(layer(repository, digest));
            }
        }
        return new Response(found, failures);
    }

    private LayerShape layer(Repository repository, String digest) {
        return Digest.tryParse(digest)
                .flatMap(parsed -> layers.find(repository, parsed))
                .map(layer -> new LayerShape(digest, availability(repository, layer), layer.size()))
                .orElseGet(() -> new LayerShape(digest, "UNAVAILABLE", null));
    }

    private String availability(Repository repository, Layer layer) {
        return images.isLayerArchived(repository, layer.digest()) ? "ARCHIVED" : "AVAILABLE";
    }
}
