package dev.berth.api.ecr.repositories;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.input.PageRequest;
import dev.berth.api.ecr.shape.RepositoryShape;
import dev.berth.aws.HostTemplate;
import dev.berth.aws.Registry;
import dev.berth.oci.RepositoryName;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

public final class DescribeRepositories
        implements Operation<DescribeRepositories.Request, DescribeRepositories.Response> {
    private static final String NAMES = "repositoryNames";
    private static final int MAX_NAMES = 100;

    public record Request(
            @Nullable String registryId,
            @Nullable List<@Nullable String> repositoryNames,
            @Nullable String nextToken,
            @Nullable Long maxResults) {}

    public record Response(List<RepositoryShape> repositories, @Nullable String nextToken) {}

    private final Repositories repositories;
    private final Supplier<HostTemplate> hosts;

    public DescribeRepositories(Repositories repositories, Supplier<HostTemplate> hosts) {
        this.repositories = repositories;
        this.hosts = hosts;
    }

    @Override
    public Action action() {
        return Action.ECR_DESCRIBE_REPOSITORIES;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        return request.repositoryNames() == null
                ? page(registry, request)
                : named(registry, request, request.repositoryNames());
    }

    /** One unknown name fails the whole call. */
    private Plan<Response> named(Registry registry, Request request, List<@Nullable String> given) {
        var names =
                Input.list(NAMES, given, MAX_NAMES).stream()
                        .map(name -> Input.repositoryName(NAMES, name))
                        .distinct()
                        .toList();
        PageRequest.refuse(request.maxResults(), request.nextToken(), NAMES);
        var asks =
                names.stream()
                        .map(name -> Ask.of(action(), registry.repositoryArn(name.value())))
                        .toList();
        return Plan.of(
                asks,
                () -> {
                    var found =
                            names.stream()
                                    .map(name -> repositories.require(registry, name))
                                    .toList();
                    return new Response(shapes(found), null);
                });
    }

    private Plan<Response> page(Registry registry, Request request) {
        var page =
                PageRequest.of(
                        request.maxResults(),
                        request.nextToken(),
                        List.of(action().iamName(), registry.repositoryArn("").toString()));
        var after = page.after(key -> RepositoryName.tryParse(key.getFirst()));
        return Plan.of(
                Ask.of(action(), registry.repositoryArn("*")),
                () -> {
                    var cut =
                            page.cut(
                                    repositories.list(registry, after, page.limit()),
                                    last -> List.of(last.name().value()));
                    return new Response(shapes(cut.entries()), cut.nextToken());
                });
    }

    private List<RepositoryShape> shapes(List<Repository> found) {
        var template = hosts.get();
        return found.stream().map(one -> RepositoryShape.of(one, template)).toList();
    }
}
