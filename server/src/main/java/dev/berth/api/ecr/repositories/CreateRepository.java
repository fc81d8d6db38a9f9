package dev.berth.api.ecr.repositories;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.input.TagInput;
import dev.berth.api.ecr.shape.EncryptionConfigurationShape;
import dev.berth.api.ecr.shape.ExclusionFilterShape;
import dev.berth.api.ecr.shape.RepositoryShape;
import dev.berth.api.ecr.shape.ScanningConfigurationShape;
import dev.berth.api.ecr.shape.TagShape;
import dev.berth.aws.HostTemplate;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repositories.NewRepository;
import dev.berth.repository.TagMutability;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

public final class CreateRepository
        implements Operation<CreateRepository.Request, CreateRepository.Response> {

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable List<@Nullable TagShape> tags,
            @Nullable String imageTagMutability,
            @Nullable List<@Nullable ExclusionFilterShape> imageTagMutabilityExclusionFilters,
            @Nullable ScanningConfigurationShape imageScanningConfiguration,
            @Nullable EncryptionConfigurationShape encryptionConfiguration) {}

    public record Response(RepositoryShape repository) {}

    private final Repositories repositories;
    private final Supplier<HostTemplate> hosts;
    private final String version;

    public CreateRepository(
            Repositories repositories, Supplier<HostTemplate> hosts, String version) {
        this.repositories = repositories;
        this.hosts = hosts;
        this.version = version;
    }

    @Override
    public Action action() {
        return Action.ECR_CREATE_REPOSITORY;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var scanning = request.imageScanningConfiguration();
        EncryptionInput.check(request.encryptionConfiguration(), version);
        var wanted =
                new NewRepository(
                        name,
                        mutability(request),
                        scanning != null && scanning.isOn(),
                        request.tags() == null ? Map.of() : TagInput.tags(request.tags()));
        var arn = registry.repositoryArn(name.value());
        var asks =
                wanted.tags().isEmpty()
                        ? List.of(Ask.of(action(), arn))
                        : List.of(Ask.of(action(), arn), Ask.of(Action.ECR_TAG_RESOURCE, arn));
        return Plan.of(
                        asks,
                        () -> {
                            var created = repositories.create(registry, wanted, call.actor());
                            return new Response(RepositoryShape.of(created, hosts.get()));
                        })
                .withKeys(TagInput.keys(wanted.tags()));
    }

    private static TagMutability mutability(Request request) {
        return MutabilityInput.read(
                request.imageTagMutability() == null
                        ? TagMutability.Mode.MUTABLE.name()
                        : request.imageTagMutability(),
                request.imageTagMutabilityExclusionFilters());
    }
}
