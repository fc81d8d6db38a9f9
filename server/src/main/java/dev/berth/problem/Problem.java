package dev.berth.problem;

import dev.berth.aws.Registry;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every reason for which a request is refused. Each front door maps every case to its own wire
 * error; the message is written once, here, in ECR's words where ECR has some.
 */
public sealed interface Problem {
    String message();

    // ---- requests -----------------------------------------------------------------------------

    /** A member of a request breaks a rule; {@code constraint} says which, in ECR's words. */
    record InvalidParameter(String member, String constraint) implements Problem {
        @Override
        public String message() {
            return "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
                    .formatted(member, constraint);
        }
    }

    /** Several members, or the request as a whole, break a rule. */
    record InvalidRequest(String message) implements Problem {}

    /** The operation exists in ECR and is not built yet. */
    record NotAvailable(String what, String version) implements Problem {
        @Override
        public String message() {
            return "%s is not available in this version of berth (%s)".formatted(what, version);
        }
    }

    /** The body ended early, came too slowly or could not be read. */
    record BodyBroken(String message) implements Problem {}

    // ---- repositories -------------------------------------------------------------------------

    record RepositoryUnknown(RepositoryName name, Registry registry) implements Problem {
        @Override
        public String message() {
            return "The repository with name '%s' does not exist in the registry with id '%s'"
                    .formatted(name, registry.account());
        }
    }

    record RepositoryExists(RepositoryName name, Registry registry) implements Problem {
        @Override
        public String message() {
            return "The repository with name '%s' already exists in the registry with id '%s'"
                    .formatted(name, registry.account());
        }
    }

    record RepositoryNotEmpty(RepositoryName name, Registry registry) implements Problem {
        @Override
        public String message() {
            return "The repository with name '%s' in registry with id '%s' cannot be deleted because it still contains images"
                    .formatted(name, registry.account());
        }
    }

    /** A quota of the registry is used up; {@code what} names what there is too much of. */
    record QuotaExceeded(String what, long limit) implements Problem {
        @Override
        public String message() {
            return "The limit of %d %s has been reached".formatted(limit, what);
        }
    }

    record InvalidResourceTag(String message) implements Problem {}

    record TooManyResourceTags(int limit) implements Problem {
        @Override
        public String message() {
            return "A repository can have at most %d tags".formatted(limit);
        }
    }

    /** An account setting has no such name or no such value. */
    record AccountSettingInvalid(String member, List<String> known) implements Problem {
        public AccountSettingInvalid {
            known = List.copyOf(known);
        }

        @Override
        public String message() {
            return "Invalid parameter at '%s' failed to satisfy constraint: 'Member must satisfy enum value set: %s'"
                    .formatted(member, known);
        }
    }

    // ---- images -------------------------------------------------------------------------------

    /** The manifest is not one that a registry can take: syntax, media type, structure. */
    record ManifestInvalid(String constraint) implements Problem {
        @Override
        public String message() {
            return "Invalid parameter at 'ImageManifest' failed to satisfy constraint: '%s'"
                    .formatted(constraint);
        }
    }

    record ManifestTooLarge(long limit) implements Problem {
        @Override
        public String message() {
            return "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Member must have length less than or equal to %d'"
                    .formatted(limit);
        }
    }

    /** The given digest is not that of the given manifest. */
    record ManifestDigestMismatch(Digest given, Digest calculated) implements Problem {
        @Override
        public String message() {
            return "The image digest '%s' does not match the digest '%s' of the image manifest"
                    .formatted(given, calculated);
        }
    }

    /** On /v2: no manifest has this tag or digest. */
    record ManifestUnknown(String reference) implements Problem {
        @Override
        public String message() {
            return "Requested image not found";
        }
    }

    record ImageUnknown(
            @Nullable String digest, @Nullable String tag, RepositoryName name, Registry registry)
            implements Problem {
        @Override
        public String message() {
            return "The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the repository with name '%s' in the registry with id '%s'"
                    .formatted(digest, tag, name, registry.account());
        }
    }

    record ImageExists(Digest digest, @Nullable Tag tag, RepositoryName name, Registry registry)
            implements Problem {
        @Override
        public String message() {
            return "Image with digest '%s' and tag '%s' already exists in the repository with name '%s' in registry with id '%s'"
                    .formatted(digest, tag, name, registry.account());
        }
    }

    record TagImmutable(Tag tag, RepositoryName name) implements Problem {
        @Override
        public String message() {
            return "The image tag '%s' already exists in the '%s' repository and cannot be overwritten because the tag is immutable."
                    .formatted(tag, name);
        }
    }

    record LayersUnknown(List<Digest> digests, RepositoryName name, Registry registry)
            implements Problem {
        public LayersUnknown {
            digests = List.copyOf(digests);
        }

        @Override
        public String message() {
            return "Layers with digests '%s' required for pushing image into repository with name '%s' in the registry with id '%s' do not exist"
                    .formatted(digests, name, registry.account());
        }
    }

    record ChildrenUnknown(List<Digest> digests, RepositoryName name, Registry registry)
            implements Problem {
        public ChildrenUnknown {
            digests = List.copyOf(digests);
        }

        @Override
        public String message() {
            return "Images with digests '%s' required for pushing image into repository with name '%s' in the registry with id '%s' do not exist"
                    .formatted(digests, name, registry.account());
        }
    }

    record ImageReferenced(List<Digest> by) implements Problem {
        public ImageReferenced {
            by = List.copyOf(by);
        }

        @Override
        public String message() {
            return "Requested image referenced by manifest list: %s".formatted(by);
        }
    }

    /** An image cannot be moved to the storage class now; the message says why. */
    record StorageClassNotSupported(String message) implements Problem {}

    record PullTimeExclusionExists(String principal, Registry registry) implements Problem {
        @Override
        public String message() {
            return "The pull time update exclusion for principal '%s' already exists in the registry with id '%s'"
                    .formatted(principal, registry.account());
        }
    }

    record PullTimeExclusionUnknown(String principal, Registry registry) implements Problem {
        @Override
        public String message() {
            return "The pull time update exclusion for principal '%s' does not exist in the registry with id '%s'"
                    .formatted(principal, registry.account());
        }
    }

    // ---- layers and uploads -------------------------------------------------------------------

    record LayerUnknown(String digest, RepositoryName name, Registry registry) implements Problem {
        @Override
        public String message() {
            return "The layer with digest '%s' does not exist in the repository with name '%s' in the registry with id '%s'"
                    .formatted(digest, name, registry.account());
        }
    }

    /** The layer is here, but no image refers to it yet (a rule of the API alone). */
    record LayerInaccessible(Digest digest, RepositoryName name, Registry registry)
            implements Problem {
        @Override
        public String message() {
            return "The layer with digest '%s' in the repository with name '%s' in the registry with id '%s' is not referenced by an image"
                    .formatted(digest, name, registry.account());
        }
    }

    record LayerExists(Digest digest, RepositoryName name, Registry registry) implements Problem {
        @Override
        public String message() {
            return "The layer with digest '%s' already exists in the repository with name '%s' in the registry with id '%s'"
                    .formatted(digest, name, registry.account());
        }
    }

    /** The layer is named by a manifest here, and may not go. */
    record LayerReferenced(Digest digest) implements Problem {
        @Override
        public String message() {
            return "Requested layer '%s' is referenced by an image".formatted(digest);
        }
    }

    record LayerTooLarge(long limit) implements Problem {
        @Override
        public String message() {
            return "The layer is larger than the limit of %d bytes".formatted(limit);
        }
    }

    record UploadUnknown(String id, RepositoryName name, Registry registry) implements Problem {
        @Override
        public String message() {
            return "The upload with id '%s' does not exist in the repository with name '%s' in the registry with id '%s'"
                    .formatted(id, name, registry.account());
        }
    }

    /** A chunk does not continue where the upload stands; it can be resumed at {@code offset}. */
    record PartOutOfOrder(String uploadId, long firstByte, long offset) implements Problem {
        @Override
        public String message() {
            return "First byte of the layer part is %d instead of %d".formatted(firstByte, offset);
        }
    }

    /** The bytes of a part are not as many as its range says. */
    record PartSizeMismatch(String uploadId, long expected, long actual, long offset)
            implements Problem {
        @Override
        public String message() {
            return "The layer part has %d bytes instead of %d".formatted(actual, expected);
        }
    }

    /** The range that a request gives for its chunk cannot be read. */
    record PartRangeInvalid() implements Problem {
        @Override
        public String message() {
            return "Content-Range is not of the form <first>-<last>";
        }
    }

    record PartTooSmall(long minimum) implements Problem {
        @Override
        public String message() {
            return "Every layer part but the last has at least %d bytes".formatted(minimum);
        }
    }

    record UploadEmpty(String uploadId) implements Problem {
        @Override
        public String message() {
            return "The upload with id '%s' has no layer part".formatted(uploadId);
        }
    }

    record LayerDigestMismatch(String given, String calculated) implements Problem {
        @Override
        public String message() {
            return "None of the provided layer digests match the calculated layer digest";
        }
    }

    /** The text where a digest is asked for is none, or of an algorithm that is not supported. */
    record DigestInvalid(String text) implements Problem {
        @Override
        public String message() {
            return "'%s' is not a digest of the form sha256:<64 hex> or sha512:<128 hex>"
                    .formatted(text);
        }
    }

    record RangeUnsatisfiable(long size) implements Problem {
        @Override
        public String message() {
            return "The range lies outside of the %d bytes of the content".formatted(size);
        }
    }

    /** The disk has no room for what is pushed. */
    record StorageFull() implements Problem {
        @Override
        public String message() {
            return "The storage of the registry is full";
        }
    }

    // ---- identity -----------------------------------------------------------------------------

    /**
     * The caller is known, and may not.
     *
     * @param deniedBy what decided; empty where the caller is not told
     */
    record AccessDenied(String message, String deniedBy) implements Problem {
        public AccessDenied(String message) {
            this(message, "");
        }
    }

    /** There is no credential at all. */
    record CredentialMissing() implements Problem {
        @Override
        public String message() {
            return "Missing Authentication Token";
        }
    }

    /** The Authorization header cannot be read. */
    record CredentialMalformed(String message) implements Problem {}

    /** The access key is not known here, or was deleted. */
    record CredentialUnknown() implements Problem {
        @Override
        public String message() {
            return "The security token included in the request is invalid.";
        }
    }

    /** The signature is not that of this request: wrong, skewed, or of another scope or host. */
    record SignatureInvalid(String message) implements Problem {}

    /** The password of docker login is no token of this server. */
    record LoginTokenInvalid() implements Problem {
        @Override
        public String message() {
            return "The authorization token is invalid";
        }
    }

    record LoginTokenExpired() implements Problem {
        @Override
        public String message() {
            return "Your authorization token has expired. Reauthenticate and try again.";
        }
    }

    /** The token was true once: it, its principal or its key has been ended since. */
    record LoginTokenRevoked() implements Problem {
        @Override
        public String message() {
            return "Your authorization token has been revoked. Reauthenticate and try again.";
        }
    }

    record RegistryTokenUnknown(String id) implements Problem {
        @Override
        public String message() {
            return "The registry token with id '%s' does not exist".formatted(id);
        }
    }

    /** Temporary credentials are past their end. */
    record SessionExpired() implements Problem {
        @Override
        public String message() {
            return "The security token included in the request is expired";
        }
    }

    /** Who may do what could not be read for too long: nobody is let in on old knowledge. */
    record IdentitiesStale() implements Problem {
        @Override
        public String message() {
            return "The server cannot verify identities at the moment. Try again later.";
        }
    }

    /** IAM or STS refuses, in its own words. */
    record Identity(IdentityFault fault, String message) implements Problem {}

    record RepositoryPolicyUnknown(RepositoryName name, Registry registry) implements Problem {
        @Override
        public String message() {
            return "Repository policy does not exist for the repository with name '%s' in the registry with id '%s'"
                    .formatted(name, registry.account());
        }
    }

    record RegistryPolicyUnknown(Registry registry) implements Problem {
        @Override
        public String message() {
            return "Registry policy does not exist in the registry with id '%s'"
                    .formatted(registry.account());
        }
    }

    /** Too much is under way; the same request may succeed later. */
    record Throttled() implements Problem {
        @Override
        public String message() {
            return "Rate exceeded";
        }
    }
}
