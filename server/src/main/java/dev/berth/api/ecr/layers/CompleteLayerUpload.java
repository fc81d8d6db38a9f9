package dev.berth.api.ecr.layers;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.layer.Uploads;
import dev.berth.oci.Digest;
import dev.berth.repository.Repositories;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

public final class CompleteLayerUpload
        implements Operation<CompleteLayerUpload.Request, CompleteLayerUpload.Response> {
    private static final String DIGESTS = "layerDigests";
    private static final int MAX_DIGESTS = 100;

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable String uploadId,
            @Nullable List<@Nullable String> layerDigests) {}

    public record Response(
            String registryId, String repositoryName, String uploadId, String layerDigest) {}

    private final Repositories repositories;
    private final Uploads uploads;

    public CompleteLayerUpload(Repositories repositories, Uploads uploads) {
        this.repositories = repositories;
        this.uploads = uploads;
    }

    @Override
    public Action action() {
        return Action.ECR_COMPLETE_LAYER_UPLOAD;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var uploadId = UploadId.read(request.uploadId());
        var digests = digests(Input.list(DIGESTS, request.layerDigests(), MAX_DIGESTS));
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> {
                    var layer =
                            uploads.completeParts(
                                    repositories.require(registry, name),
                                    uploadId,
                                    digests,
                                    call.actor());
                    return new Response(
                            registry.account().value(),
                            name.value(),
                            uploadId,
                            layer.digest().toString());
                });
    }

    /** Digests of other algorithms may stand beside one that counts, and then are passed over. */
    private static List<Digest> digests(List<String> given) {
        var known =
                given.stream()
                        .map(text -> Digest.tryParse(Input.digest(DIGESTS, text)))
                        .flatMap(Optional::stream)
                        .toList();
        if (known.isEmpty()) {
            throw Input.invalid(DIGESTS, "Member must have a digest of the algorithm sha256");
        }
        return known;
    }
}
