package dev.berth.api.v2;

import dev.berth.api.edge.Denials;
import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.json.Json;
import dev.berth.problem.Problem;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How a problem looks in this protocol. Where the OCI specification leaves a choice, ECR's answer
 * is given: a manifest that cannot be taken is UNSUPPORTED with 405 (the specification names the
 * code MANIFEST_INVALID but demands neither it nor a status). Where it does not, it comes first: a
 * wrong digest is DIGEST_INVALID, for blobs too.
 */
final class V2Errors {

    record ErrorBody(List<Entry> errors) {
        record Entry(String code, String message) {}
    }

    private V2Errors() {}

    static Response answer(Problem problem, String requestId) {
        OciError error = of(problem);
        Headers.Builder headers = V2Headers.of(requestId);
        if (problem instanceof Problem.Throttled) {
            headers.add("Retry-After", "1");
        } else if (problem instanceof Problem.RangeUnsatisfiable range) {
            headers.add("Content-Range", "bytes */" + range.size());
        }
        return Denials.explained(problem, answer(error, problem.message(), headers));
    }

    static Response answer(OciError error, String message, Headers.Builder headers) {
        var body = new ErrorBody(List.of(new ErrorBody.Entry(error.code(), message)));
        return new Response(
                error.status(),
                headers.add("Content-Type", V2Headers.JSON).build(),
                new ResponseBody.Bytes(ByteBuffer.wrap(Json.write(body))));
    }

    static OciError of(Problem problem) {
        return switch (problem) { // exhaustive on purpose
            case Problem.InvalidParameter _ -> OciError.INVALID_REQUEST;
            case Problem.InvalidRequest _ -> OciError.INVALID_REQUEST;
            case Problem.NotAvailable _ -> OciError.UNSUPPORTED;
            case Problem.BodyBroken _ -> OciError.SIZE_INVALID;

            case Problem.RepositoryUnknown _ -> OciError.NAME_UNKNOWN;
            case Problem.RepositoryExists _ -> OciError.INVALID_REQUEST;
            case Problem.RepositoryNotEmpty _ -> OciError.INVALID_REQUEST;
            case Problem.QuotaExceeded _ -> OciError.DENIED;
            case Problem.InvalidResourceTag _ -> OciError.INVALID_REQUEST;
            case Problem.TooManyResourceTags _ -> OciError.INVALID_REQUEST;
            case Problem.AccountSettingInvalid _ -> OciError.INVALID_REQUEST;

            case Problem.ManifestInvalid _ -> OciError.UNSUPPORTED;
            case Problem.ManifestTooLarge _ -> OciError.MANIFEST_TOO_LARGE;
            case Problem.ManifestDigestMismatch _ -> OciError.DIGEST_INVALID;
            case Problem.ManifestUnknown _ -> OciError.MANIFEST_UNKNOWN;
            case Problem.ImageUnknown _ -> OciError.MANIFEST_UNKNOWN;
            case Problem.ImageExists _ -> OciError.INVALID_REQUEST;
            case Problem.TagImmutable _ -> OciError.TAG_INVALID;
            case Problem.LayersUnknown _ -> OciError.MANIFEST_BLOB_UNKNOWN;
            case Problem.ChildrenUnknown _ -> OciError.MANIFEST_BLOB_UNKNOWN;
            case Problem.ImageReferenced _ -> OciError.UNSUPPORTED;

            case Problem.StorageClassNotSupported _ -> OciError.UNSUPPORTED;
            case Problem.PullTimeExclusionExists _ -> OciError.INVALID_REQUEST;
            case Problem.PullTimeExclusionUnknown _ -> OciError.INVALID_REQUEST;

            case Problem.LayerUnknown _ -> OciError.BLOB_UNKNOWN;
            case Problem.LayerInaccessible _ -> OciError.BLOB_UNKNOWN;
            case Problem.LayerExists _ -> OciError.INVALID_REQUEST;
            case Problem.LayerReferenced _ -> OciError.UNSUPPORTED;
            case Problem.LayerTooLarge _ -> OciError.TOO_LARGE;
            case Problem.UploadUnknown _ -> OciError.BLOB_UPLOAD_UNKNOWN;
            case Problem.PartOutOfOrder _ -> OciError.BLOB_UPLOAD_OUT_OF_ORDER;
            case Problem.PartSizeMismatch _ -> OciError.SIZE_INVALID;
            case Problem.PartRangeInvalid _ -> OciError.BLOB_UPLOAD_INVALID;
            case Problem.PartTooSmall _ -> OciError.BLOB_UPLOAD_INVALID;
            case Problem.UploadEmpty _ -> OciError.BLOB_UPLOAD_INVALID;
            case Problem.LayerDigestMismatch _ -> OciError.DIGEST_INVALID;
            case Problem.DigestInvalid _ -> OciError.DIGEST_INVALID;
            case Problem.RangeUnsatisfiable _ -> OciError.RANGE_UNSATISFIABLE;
            case Problem.StorageFull _ -> OciError.STORAGE_FULL;

            case Problem.AccessDenied _ -> OciError.DENIED;
            case Problem.CredentialMissing _ -> OciError.BAD_CREDENTIAL;
            case Problem.CredentialMalformed _ -> OciError.BAD_CREDENTIAL;
            case Problem.CredentialUnknown _ -> OciError.BAD_CREDENTIAL;
            case Problem.SignatureInvalid _ -> OciError.BAD_CREDENTIAL;
            case Problem.LoginTokenInvalid _ -> OciError.BAD_CREDENTIAL;
            case Problem.LoginTokenExpired _ -> OciError.DENIED;
            case Problem.LoginTokenRevoked _ -> OciError.DENIED;
            case Problem.SessionExpired _ -> OciError.DENIED;
            case Problem.IdentitiesStale _ -> OciError.UNAVAILABLE;
            case Problem.Identity _ -> OciError.INVALID_REQUEST;
            case Problem.RepositoryPolicyUnknown _ -> OciError.INVALID_REQUEST;
            case Problem.RegistryPolicyUnknown _ -> OciError.INVALID_REQUEST;
            case Problem.RegistryTokenUnknown _ -> OciError.INVALID_REQUEST;
            case Problem.Throttled _ -> OciError.TOO_MANY_REQUESTS;
        };
    }
}
