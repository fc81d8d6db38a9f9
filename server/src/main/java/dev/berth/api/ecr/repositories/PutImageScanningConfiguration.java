package dev.berth.api.ecr.repositories;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.ScanningConfigurationShape;
import dev.berth.repository.Repositories;
import org.jspecify.annotations.Nullable;

public final class PutImageScanningConfiguration
        implements Operation<
                PutImageScanningConfiguration.Request, PutImageScanningConfiguration.Response> {

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable ScanningConfigurationShape imageScanningConfiguration) {}

    public record Response(
            String registryId,
            String repositoryName,
            ScanningConfigurationShape imageScanningConfiguration) {}

    private final Repositories repositories;

    public PutImageScanningConfiguration(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public Action action() {
        return Action.ECR_PUT_IMAGE_SCANNING_CONFIGURATION;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        boolean scanOnPush =
                Input.required("imageScanningConfiguration", request.imageScanningConfiguration())
                        .isOn();
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> {
                    var changed =
                            repositories.changeScanOnPush(registry, name, scanOnPush, call.actor());
                    return new Response(
                            registry.account().value(),
                            name.value(),
                            new ScanningConfigurationShape(changed.scanOnPush()));
                });
    }
}
