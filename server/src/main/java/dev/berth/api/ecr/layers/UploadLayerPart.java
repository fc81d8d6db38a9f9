package dev.berth.api.ecr.layers;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.aws.Registry;
import dev.berth.layer.Uploads;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.Problem;
import dev.berth.repository.Repositories;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

public final class UploadLayerPart
        implements Operation<UploadLayerPart.Request, UploadLayerPart.Response> {
    private static final int MAX_PART = 20 << 20;

    /** The largest part as base64, and room for the other members. */
    private static final int MAX_INPUT = 30 << 20;

    public record Request(
            @Nullable String registryId,
            @Nullable String repositoryName,
            @Nullable String uploadId,
            @Nullable Long partFirstByte,
            @Nullable Long partLastByte,
            @Nullable ByteBuffer layerPartBlob) {}

    public record Response(
            String registryId, String repositoryName, String uploadId, long lastByteReceived) {}

    private final Repositories repositories;
    private final Uploads uploads;

    public UploadLayerPart(Repositories repositories, Uploads uploads) {
        this.repositories = repositories;
        this.uploads = uploads;
    }

    @Override
    public Action action() {
        return Action.ECR_UPLOAD_LAYER_PART;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public int inputLimit() {
        return MAX_INPUT;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var registry = Input.registry(request.registryId(), call.caller());
        var name = Input.repositoryName(request.repositoryName());
        var uploadId = UploadId.read(request.uploadId());
        long first = position("partFirstByte", request.partFirstByte());
        long last = position("partLastByte", request.partLastByte());
        if (last < first) {
            throw Input.invalid(
                    "partLastByte", "Member must have value greater than or equal to " + first);
        }
        var blob = Input.required("layerPartBlob", request.layerPartBlob());
        Input.checkLength("layerPartBlob", blob.remaining(), 0, MAX_PART);
        return Plan.<Response>of(
                        Ask.of(action(), registry.repositoryArn(name.value())),
                        () -> {
                            var content = new AtomicReference<@Nullable ByteBuffer>(blob);
                            var upload =
                                    uploads.appendPart(
                                            repositories.require(registry, name),
                                            uploadId,
                                            first,
                                            last - first + 1,
                                            () -> content.getAndSet(null));
                            return new Response(
                                    registry.account().value(),
                                    name.value(),
                                    uploadId,
                                    upload.offset() - 1);
                        })
                .withErrorMembers(problem -> errorMembers(problem, registry, name));
    }

    private static long position(String member, @Nullable Long value) {
        long given = Input.required(member, value);
        if (given < 0) {
            throw Input.invalid(member, "Member must have value greater than or equal to 0");
        }
        return given;
    }

    /** InvalidLayerPartException says where the upload stands, so that a client can go on there. */
    private static Map<String, Object> errorMembers(
            Problem problem, Registry registry, RepositoryName name) {
        if (problem instanceof LayerProblem.PartOutOfOrder(String id, _, long offset)) {
            return standing(registry, name, id, offset);
        }
        if (problem instanceof LayerProblem.PartSizeMismatch(String id, _, _, long offset)) {
            return standing(registry, name, id, offset);
        }
        return Map.of();
    }

    private static Map<String, Object> standing(
            Registry registry, RepositoryName name, String uploadId, long offset) {
        var members = new LinkedHashMap<String, Object>();
        members.put("registryId", registry.account().value());
        members.put("repositoryName", name.value());
        members.put("uploadId", uploadId);
        if (offset > 0) {
            members.put("lastValidByteReceived", offset - 1);
        }
        return members;
    }
}
