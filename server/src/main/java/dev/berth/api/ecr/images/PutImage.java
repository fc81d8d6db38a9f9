package dev.berth.api.ecr.images;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.ImageIdShape;
import dev.berth.api.ecr.shape.ImageShape;
import dev.berth.image.ImagePush;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.Tag;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Unlike on /v2, the same image under the same tag again is refused. */
public final class PutImage implements Operation<PutImage.Request, PutImage.Response> {
    /** As ECR writes it in what it says of manifests. */
    private static final String MANIFEST = "ImageManifest";

    private static final int MAX_TAG = 300;

    /** For a manifest with all its quotes and backslashes escaped, and to spare. */
    private static final long ESCAPED = 3;

    private static final long MAX_INPUT = 30L << 20;

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable String imageManifest,
            @Nullable String imageManifestMediaType,
            @Nullable String imageTag,
            @Nullable String imageDigest) {}

    public record Response(ImageShape image) {}

    private final ImagePush push;
    private final int maxManifest;

    public PutImage(ImagePush push, int maxManifest) {
        this.push = push;
        this.maxManifest = maxManifest;
    }

    @Override
    public Action action() {
        return Action.ECR_PUT_IMAGE;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public int inputLimit() {
        return Math.toIntExact(Math.min(ESCAPED * maxManifest + SMALL_INPUT, MAX_INPUT));
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var manifest =
                Input.length(
                        MANIFEST,
                        Input.required(MANIFEST, request.imageManifest()),
                        1,
                        maxManifest);
        var tag = request.imageTag() == null ? null : tag(request.imageTag());
        var wanted =
                new ImagePush.Push(
                        registry,
                        name,
                        ByteBuffer.wrap(manifest.getBytes(StandardCharsets.UTF_8)),
                        request.imageManifestMediaType(),
                        request.imageDigest() == null ? null : digest(request.imageDigest()),
                        DigestAlgorithm.SHA256,
                        tag == null ? List.of() : List.of(tag));
        return Plan.of(
                Ask.of(action(), registry.repositoryArn(name.value())),
                () -> {
                    var pushed = push.push(wanted, call.actor());
                    if (!pushed.changed()) {
                        throw new ProblemException(
                                new ImageProblem.ImageExists(pushed.digest(), tag, name, registry));
                    }
                    var id = new ImageIdShape(pushed.digest().toString(), request.imageTag());
                    return new Response(
                            ImageShape.of(registry, name, id, manifest, pushed.mediaType()));
                });
    }

    private static Tag tag(String text) {
        Input.length("imageTag", text, 1, MAX_TAG);
        return Tag.tryParse(text)
                .orElseThrow(() -> Input.notMatching("imageTag", Selection.TAG_PATTERN));
    }

    private static Digest digest(String text) {
        return Digest.tryParse(Input.digest("imageDigest", text))
                .orElseThrow(() -> new ProblemException(new Problem.DigestInvalid(text)));
    }
}
