package dev.berth.api.ecr.layers;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.layer.Uploads;
import dev.berth.repository.Repositories;
import org.jspecify.annotations.Nullable;

public final class InitiateLayerUpload
        implements Operation<InitiateLayerUpload.Request, InitiateLayerUpload.Response> {

    public record Request(@Nullable String registryId, @Nullable String repositoryName) {}

    public record Response(String uploadId, long partSize) {}

    private final Repositories repositories;
    private final Uploads uploads;
    private final int partSize;

    /**
     * @param partSize what clients are told to send in one part
     */
    public InitiateLayerUpload(Repositories repositories, Uploads uploads, int partSize) {
        this.partSize = partSize;
        this.repositories = repositories;
        this.uploads = uploads;
    }

    @Override
    public Action action() {
        return Action.ECR_INITIATE_LAYER_UPLOAD;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> {
                    var upload = uploads.start(repositories.require(registry, name));
                    return new Response(upload.id(), partSize);
                });
    }
}
