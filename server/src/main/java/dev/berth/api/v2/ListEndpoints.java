package dev.berth.api.v2;

import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.image.Images;
import dev.berth.json.Json;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is: the answer to a login, the repositories of a registry, the tags of a repository.
 */
final class ListEndpoints {

    record TagList(String name, List<String> tags) {}

    record Catalog(List<String> repositories) {}

    private final Images images;
    private final Repositories repositories;

    ListEndpoints(Images images, Repositories repositories) {
        this.images = images;
        this.repositories = repositories;
    }

    static Response base(V2Call call) {
        return new Response(
                200,
                call.headers().add("Content-Type", V2Headers.JSON).build(),
                ResponseBody.text("{}"));
    }

    Response tags(V2Call call, Repository repository) {
        V2Page page = V2Page.of(call.request().query());
        @Nullable Tag after = page.after(Tag::tryParse);
        List<String> found =
                page.isEmpty()
                        ? List.of()
                        : images.tags(repository, after, page.size() + 1).stream()
                                .map(Tag::value)
                                .toList();
        return answer(
                call,
                page.link(call.location(repository.name(), "/tags/list"), found),
                new TagList(repository.name().value(), page.cut(found)));
    }

    Response catalog(V2Call call) {
        V2Page page = V2Page.of(call.request().query());
        @Nullable RepositoryName after = page.after(RepositoryName::tryParse);
        List<String> found =
                page.isEmpty()
                        ? List.of()
                        : repositories.list(call.registry(), after, page.size() + 1).stream()
                                .map(repository -> repository.name().value())
                                .toList();
        return answer(
                call,
                page.link(call.client().origin() + "/v2/_catalog", found),
                new Catalog(page.cut(found)));
    }

    private static Response answer(V2Call call, Optional<String> link, Object body) {
        Headers.Builder headers = call.headers().add("Content-Type", V2Headers.JSON);
        link.ifPresent(value -> headers.add("Link", value));
        return new Response(
                200, headers.build(), new ResponseBody.Bytes(ByteBuffer.wrap(Json.write(body))));
    }
}
