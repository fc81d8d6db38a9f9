package dev.berth.api.v2;

import dev.berth.api.edge.Denials;
import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.json.Json;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.RepositoryProblem;
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
        } else if (problem instanceof LayerProblem.RangeUnsatisfiable range) {
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
        return switch (problem) { // exhaustive on purpose, as are those it leads to
            case Problem.InvalidParameter _ -> OciError.INVALID_REQUEST;
            case Problem.InvalidRequest _ -> OciError.INVALID_REQUEST;
            case Problem.NotAvailable _ -> OciError.UNSUPPORTED;
            case Problem.BodyBroken _ -> OciError.SIZE_INVALID;
            case Problem.QuotaExceeded _ -> OciError.DENIED;
            case Problem.DigestInvalid _ -> OciError.DIGEST_INVALID;
            case Problem.StorageFull _ -> OciError.STORAGE_FULL;
            case Problem.Throttled _ -> OciError.TOO_MANY_REQUESTS;

            case RepositoryProblem about -> ofRepository(about);
            case ImageProblem about -> ofImage(about);
            case LayerProblem about -> ofLayer(about);
            case AccessProblem about -> ofAccess(about);
        };
    }

    private static OciError ofRepository(RepositoryProblem problem) {
        return switch (problem) {
            case RepositoryProblem.RepositoryUnknown _ -> OciError.NAME_UNKNOWN;
            case RepositoryProblem.RepositoryExists _ -> OciError.INVALID_REQUEST;
            case RepositoryProblem.RepositoryNotEmpty _ -> OciError.INVALID_REQUEST;
            case RepositoryProblem.InvalidResourceTag _ -> OciError.INVALID_REQUEST;
            case RepositoryProblem.TooManyResourceTags _ -> OciError.INVALID_REQUEST;
            case RepositoryProblem.AccountSettingInvalid _ -> OciError.INVALID_REQUEST;
            case RepositoryProblem.RepositoryPolicyUnknown _ -> OciError.INVALID_REQUEST;
            case RepositoryProblem.RegistryPolicyUnknown _ -> OciError.INVALID_REQUEST;
        };
    }

    private static OciError ofImage(ImageProblem problem) {
        return switch (problem) {
            case ImageProblem.ManifestInvalid _ -> OciError.UNSUPPORTED;
            case ImageProblem.ManifestTooLarge _ -> OciError.MANIFEST_TOO_LARGE;
            case ImageProblem.ManifestDigestMismatch _ -> OciError.DIGEST_INVALID;
            case ImageProblem.ManifestUnknown _ -> OciError.MANIFEST_UNKNOWN;
            case ImageProblem.ImageUnknown _ -> OciError.MANIFEST_UNKNOWN;
            case ImageProblem.ImageExists _ -> OciError.INVALID_REQUEST;
            case ImageProblem.TagImmutable _ -> OciError.TAG_INVALID;
            case ImageProblem.LayersUnknown _ -> OciError.MANIFEST_BLOB_UNKNOWN;
            case ImageProblem.ChildrenUnknown _ -> OciError.MANIFEST_BLOB_UNKNOWN;
            case ImageProblem.ImageReferenced _ -> OciError.UNSUPPORTED;
            case ImageProblem.StorageClassNotSupported _ -> OciError.UNSUPPORTED;
            case ImageProblem.PullTimeExclusionExists _ -> OciError.INVALID_REQUEST;
            case ImageProblem.PullTimeExclusionUnknown _ -> OciError.INVALID_REQUEST;
        };
    }

    private static OciError ofLayer(LayerProblem problem) {
        return switch (problem) {
            case LayerProblem.LayerUnknown _ -> OciError.BLOB_UNKNOWN;
            case LayerProblem.LayerInaccessible _ -> OciError.BLOB_UNKNOWN;
            case LayerProblem.LayerExists _ -> OciError.INVALID_REQUEST;
            case LayerProblem.LayerReferenced _ -> OciError.UNSUPPORTED;
            case LayerProblem.LayerTooLarge _ -> OciError.TOO_LARGE;
            case LayerProblem.UploadUnknown _ -> OciError.BLOB_UPLOAD_UNKNOWN;
            case LayerProblem.PartOutOfOrder _ -> OciError.BLOB_UPLOAD_OUT_OF_ORDER;
            case LayerProblem.PartSizeMismatch _ -> OciError.SIZE_INVALID;
            case LayerProblem.PartRangeInvalid _ -> OciError.BLOB_UPLOAD_INVALID;
            case LayerProblem.PartTooSmall _ -> OciError.BLOB_UPLOAD_INVALID;
            case LayerProblem.UploadEmpty _ -> OciError.BLOB_UPLOAD_INVALID;
            case LayerProblem.LayerDigestMismatch _ -> OciError.DIGEST_INVALID;
            case LayerProblem.RangeUnsatisfiable _ -> OciError.RANGE_UNSATISFIABLE;
        };
    }

    private static OciError ofAccess(AccessProblem problem) {
        return switch (problem) {
            case AccessProblem.AccessDenied _ -> OciError.DENIED;
            case AccessProblem.CredentialMissing _ -> OciError.BAD_CREDENTIAL;
            case AccessProblem.CredentialMalformed _ -> OciError.BAD_CREDENTIAL;
            case AccessProblem.CredentialUnknown _ -> OciError.BAD_CREDENTIAL;
            case AccessProblem.SignatureInvalid _ -> OciError.BAD_CREDENTIAL;
            case AccessProblem.LoginTokenInvalid _ -> OciError.BAD_CREDENTIAL;
            case AccessProblem.LoginTokenExpired _ -> OciError.DENIED;
            case AccessProblem.LoginTokenRevoked _ -> OciError.DENIED;
            case AccessProblem.SessionExpired _ -> OciError.DENIED;
            case AccessProblem.IdentitiesStale _ -> OciError.UNAVAILABLE;
            case AccessProblem.Identity _ -> OciError.INVALID_REQUEST;
            case AccessProblem.RegistryTokenUnknown _ -> OciError.INVALID_REQUEST;
        };
    }
}
