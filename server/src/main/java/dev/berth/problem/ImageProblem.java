package dev.berth.problem;

import dev.berth.aws.Registry;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of manifests, tags and images. */
public sealed interface ImageProblem extends Problem {

    /** The manifest is not one that a registry can take: syntax, media type, structure. */
    record ManifestInvalid(String constraint) implements ImageProblem {
        @Override
        public String message() {
            return "Invalid parameter at 'ImageManifest' failed to satisfy constraint: '%s'"
                    .formatted(constraint);
        }
    }

    record ManifestTooLarge(long limit) implements ImageProblem {
        @Override
        public String message() {
            return "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Member must have length less than or equal to %d'"
                    .formatted(limit);
        }
    }

    /** The given digest is not that of the given manifest. */
    record ManifestDigestMismatch(Digest given, Digest calculated) implements ImageProblem {
        @Override
        public String message() {
            return "The image digest '%s' does not match the digest '%s' of the image manifest"
                    .formatted(given, calculated);
        }
    }

    /** On /v2: no manifest has this tag or digest. */
    record ManifestUnknown(String reference) implements ImageProblem {
        @Override
        public String message() {
            return "Requested image not found";
        }
    }

    record ImageUnknown(
            @Nullable String digest, @Nullable String tag, RepositoryName name, Registry registry)
            implements ImageProblem {
        @Override
        public String message() {
            return "The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the repository with name '%s' in the registry with id '%s'"
                    .formatted(digest, tag, name, registry.account());
        }
    }

    record ImageExists(Digest digest, @Nullable Tag tag, RepositoryName name, Registry registry)
            implements ImageProblem {
        @Override
        public String message() {
            return "Image with digest '%s' and tag '%s' already exists in the repository with name '%s' in registry with id '%s'"
                    .formatted(digest, tag, name, registry.account());
        }
    }

    record TagImmutable(Tag tag, RepositoryName name) implements ImageProblem {
        @Override
        public String message() {
            return "The image tag '%s' already exists in the '%s' repository and cannot be overwritten because the tag is immutable."
                    .formatted(tag, name);
        }
    }

    record LayersUnknown(List<Digest> digests, RepositoryName name, Registry registry)
            implements ImageProblem {
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
            implements ImageProblem {
        public ChildrenUnknown {
            digests = List.copyOf(digests);
        }

        @Override
        public String message() {
            return "Images with digests '%s' required for pushing image into repository with name '%s' in the registry with id '%s' do not exist"
                    .formatted(digests, name, registry.account());
        }
    }

    record ImageReferenced(List<Digest> by) implements ImageProblem {
        public ImageReferenced {
            by = List.copyOf(by);
        }

        @Override
        public String message() {
            return "Requested image referenced by manifest list: %s".formatted(by);
        }
    }

    /** An image cannot be moved to the storage class now; the message says why. */
    record StorageClassNotSupported(String message) implements ImageProblem {}

    record PullTimeExclusionExists(String principal, Registry registry) implements ImageProblem {
        @Override
        public String message() {
            return "The pull time update exclusion for principal '%s' already exists in the registry with id '%s'"
                    .formatted(principal, registry.account());
        }
    }

    record PullTimeExclusionUnknown(String principal, Registry registry) implements ImageProblem {
        @Override
        public String message() {
            return "The pull time update exclusion for principal '%s' does not exist in the registry with id '%s'"
                    .formatted(principal, registry.account());
        }
    }
}
