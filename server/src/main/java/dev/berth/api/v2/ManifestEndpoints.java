package dev.berth.api.v2;

import dev.berth.api.edge.BoundedBodies;
import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.image.ImagePush;
import dev.berth.image.ImageRemoval;
import dev.berth.image.ImageRemoval.Outcome;
import dev.berth.image.ImageRemoval.Target;
import dev.berth.image.Images;
import dev.berth.image.PullTimes;
import dev.berth.image.StoredManifest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.Reference;
import dev.berth.oci.Tag;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repository;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /manifests/}. A manifest is given as it was pushed, whatever Accept says: a client that
 * cannot read it says so better than a conversion could.
 */
final class ManifestEndpoints {
    private final Images images;
    private final ImagePush push;
    private final ImageRemoval removal;
    private final PullTimes pullTimes;
    private final BoundedBodies bodies;
    private final int limit;

    ManifestEndpoints(
            Images images,
            ImagePush push,
            ImageRemoval removal,
            PullTimes pullTimes,
            BoundedBodies bodies,
            int limit) {
        this.images = images;
        this.push = push;
        this.removal = removal;
        this.pullTimes = pullTimes;
        this.bodies = bodies;
        this.limit = limit;
    }

    /** For HEAD as well, which is no pull: the engine leaves the body out. */
    Response get(V2Call call, Repository repository) {
        StoredManifest manifest =
                images.manifest(repository, reference(call.argument()))
                        .orElseThrow(() -> unknown(call));
        if (call.request().method().equals("GET")) {
            pullTimes.note(repository, manifest.digest(), call.caller().principal().name());
        }
        String digest = manifest.digest().toString();
        String etag = '"' + digest + '"';
        Headers.Builder headers =
                call.headers().add(V2Headers.CONTENT_DIGEST, digest).add("ETag", etag);
        if (V2Headers.matches(call.request().headers(), etag)) {
            return call.answer(304, headers);
        }
        return new Response(
                200,
                headers.add("Content-Type", manifest.mediaType()).build(),
                new ResponseBody.Bytes(manifest.content()));
    }

    Response put(V2Call call, Repository repository) {
        Reference reference = reference(call.argument());
        List<Tag> tags =
                switch (reference) {
                    case Reference.ByTag byTag -> List.of(byTag.tag());
                    case Reference.ByDigest _ -> tagParameters(call);
                };
        ImagePush.Pushed pushed;
        try (var body =
                bodies.read(
                        call.request().body(), limit, new ImageProblem.ManifestTooLarge(limit))) {
            var content = ByteBuffer.wrap(body.bytes());
            pushed = push.push(push(call, repository, reference, tags, content), call.actor());
        }
        Headers.Builder headers =
                call.headers()
                        .add(
                                V2Headers.LOCATION,
                                call.location(repository.name(), "/manifests/" + pushed.digest()))
                        .add(V2Headers.CONTENT_DIGEST, pushed.digest().toString());
        if (pushed.subject() != null) {
            // Tells the client that it need not keep a list of referrers under a tag itself.
            headers.add("OCI-Subject", pushed.subject().toString());
        }
        if (reference instanceof Reference.ByDigest) {
            tags.forEach(tag -> headers.add("OCI-Tag", tag.value()));
        }
        return call.answer(201, headers);
    }

    /** By digest the image goes with its tags, by tag the tag alone. */
    Response delete(V2Call call, Repository repository) {
        Target target =
                switch (reference(call.argument())) {
                    case Reference.ByTag byTag -> new Target.TagOnly(byTag.tag());
                    case Reference.ByDigest byDigest -> new Target.ByDigest(byDigest.digest());
                };
        Outcome outcome = removal.remove(repository, List.of(target), call.actor()).getFirst();
        return switch (outcome) {
            case Outcome.Removed _ -> call.answer(202, call.headers());
            case Outcome.NotFound _ -> throw unknown(call);
            case Outcome.TagDoesNotMatch _ -> throw unknown(call);
            case Outcome.Referenced referenced ->
                    throw new ProblemException(new ImageProblem.ImageReferenced(referenced.by()));
        };
    }

    private static ImagePush.Push push(
            V2Call call,
            Repository repository,
            Reference reference,
            List<Tag> tags,
            ByteBuffer content) {
        String type = mediaType(call.request().headers());
        return switch (reference) {
            case Reference.ByTag _ ->
                    new ImagePush.Push(
                            repository.registry(),
                            repository.name(),
                            content,
                            type,
                            null,
                            DigestAlgorithm.SHA256,
                            tags);
            case Reference.ByDigest byDigest ->
                    new ImagePush.Push(
                            repository.registry(),
                            repository.name(),
                            content,
                            type,
                            byDigest.digest(),
                            byDigest.digest().algorithm(),
                            tags);
        };
    }

    /** Without its parameters, which the specification says to ignore; null where there is none. */
    private static @Nullable String mediaType(Headers headers) {
        String field = headers.first("Content-Type").orElse("");
        int semicolon = field.indexOf(';');
        String type = (semicolon < 0 ? field : field.substring(0, semicolon)).strip();
        return type.isEmpty() ? null : type;
    }

    /** {@code ?tag=} may come several times when a manifest is pushed by its digest. */
    private static List<Tag> tagParameters(V2Call call) {
        return call.request().query().parameters().stream()
                .filter(parameter -> parameter.name().equals("tag"))
                .map(parameter -> tag(parameter.value()))
                .distinct()
                .toList();
    }

    private static Reference reference(String text) {
        if (text.indexOf(':') >= 0) {
            return Reference.tryParse(text)
                    .orElseThrow(() -> new ProblemException(new Problem.DigestInvalid(text)));
        }
        return new Reference.ByTag(tag(text));
    }

    private static Tag tag(String text) {
        return Tag.tryParse(text)
                .orElseThrow(() ->
                        new ProblemException(
                                new Problem.InvalidParameter(
                                        "imageTag",
                                        "must satisfy regular expression"
                                                + " '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}'")));
    }

    private static ProblemException unknown(V2Call call) {
        return new ProblemException(new ImageProblem.ManifestUnknown(call.argument()));
    }
}
