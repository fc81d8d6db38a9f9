package dev.berth.api.v2;

import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.image.ImageState;
import dev.berth.image.Referrers;
import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repository;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /referrers/}: which manifests are about a digest, as an index that nobody pushed. */
final class ReferrerEndpoints {
    private final Referrers referrers;

    ReferrerEndpoints(Referrers referrers) {
        this.referrers = referrers;
    }

    /** An index without entries where nothing refers to the digest, which need not be here. */
    Response list(V2Call call, Repository repository) {
        Digest subject = call.digest();
        Optional<String> type =
                call.request().query().first("artifactType").filter(text -> !text.isEmpty());
        var selection =
                new Referrers.Selection(
                        subject,
                        type.map(Set::of).orElse(Set.of()),
                        Set.of(ImageState.ACTIVE),
                        after(call));
        var page = new ReferrerPage();
        boolean more = referrers.read(repository, selection, ReferrerPage.LIMIT, page::add);
        Headers.Builder headers = call.headers().add("Content-Type", MediaTypes.OCI_INDEX);
        type.ifPresent(_ -> headers.add("OCI-Filters-Applied", "artifactType"));
        if (more) {
            String next =
                    call.location(repository.name(), "/referrers/" + subject)
                            + ("?last=" + page.last())
                            + type.map(text -> "&artifactType=" + escaped(text)).orElse("");
            headers.add("Link", "<" + next + ">; rel=\"next\"");
        }
        return new Response(
                200, headers.build(), new ResponseBody.Bytes(ByteBuffer.wrap(page.index())));
    }

    private static @Nullable Digest after(V2Call call) {
        return call.request()
                .query()
                .first("last")
                .map(text ->
                        Digest.tryParse(text)
                                .orElseThrow(() ->
                                        new ProblemException(new Problem.DigestInvalid(text))))
                .orElse(null);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
