package dev.berth.api.ecr.layers;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.RegistryTokens;
import dev.berth.access.TokenScope;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.image.Images;
import dev.berth.layer.Layer;
import dev.berth.layer.Layers;
import dev.berth.oci.Digest;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import org.jspecify.annotations.Nullable;

/** The URL is that of the blob on /v2, on the host that was called, with a token of its own. */
public final class GetDownloadUrlForLayer
        implements Operation<GetDownloadUrlForLayer.Request, GetDownloadUrlForLayer.Response> {
    private static final String DIGEST = "layerDigest";

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable String layerDigest) {}

    public record Response(String downloadUrl, String layerDigest) {}

    private final Repositories repositories;
    private final Layers layers;
    private final Images images;
    private final RegistryTokens tokens;

    public GetDownloadUrlForLayer(
            Repositories repositories, Layers layers, Images images, RegistryTokens tokens) {
        this.repositories = repositories;
        this.layers = layers;
        this.images = images;
        this.tokens = tokens;
    }

    @Override
    public Action action() {
        return Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var digest = Input.digest(DIGEST, Input.required(DIGEST, request.layerDigest()));
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> {
                    var repository = repositories.require(registry, name);
                    var layer = require(repository, digest);
                    return new Response(url(repository, layer, call), digest);
                });
    }

    private Layer require(Repository repository, String digest) {
        var layer =
                Digest.tryParse(digest)
                        .flatMap(parsed -> layers.find(repository, parsed))
                        .orElseThrow(() ->
                                new ProblemException(
                                        new LayerProblem.LayerUnknown(
                                                digest, repository.name(), repository.registry())));
        if (!images.isLayerReferenced(repository, layer.digest())) {
            throw new ProblemException(
                    new LayerProblem.LayerInaccessible(
                            layer.digest(), repository.name(), repository.registry()));
        }
        return layer;
    }

    private String url(Repository repository, Layer layer, Call call) {
        var scope = new TokenScope.Layer(repository.name(), layer.digest());
        // the address names no registry on most hosts: the token does
        var caller = call.caller().at(repository.registry());
        var token = tokens.issue(caller, scope, RegistryTokens.DOWNLOAD_LIFETIME);
        return "%s/v2/%s/blobs/%s?berth-token=%s"
                .formatted(call.endpoint(), repository.name(), layer.digest(), token.text());
    }
}
