package dev.berth.problem;

import dev.berth.aws.Registry;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;

/** Of layers, and of the uploads that bring them. */
public sealed interface LayerProblem extends Problem {

    record LayerUnknown(String digest, RepositoryName name, Registry registry)
            implements LayerProblem {
        @Override
        public String message() {
            return "The layer with digest '%s' does not exist in the repository with name '%s' in the registry with id '%s'"
                    .formatted(digest, name, registry.account());
        }
    }

    /** The layer is here, but no image refers to it yet (a rule of the API alone). */
    record LayerInaccessible(Digest digest, RepositoryName name, Registry registry)
            implements LayerProblem {
        @Override
        public String message() {
            return "The layer with digest '%s' in the repository with name '%s' in the registry with id '%s' is not referenced by an image"
                    .formatted(digest, name, registry.account());
        }
    }

    record LayerExists(Digest digest, RepositoryName name, Registry registry)
            implements LayerProblem {
        @Override
        public String message() {
            return "The layer with digest '%s' already exists in the repository with name '%s' in the registry with id '%s'"
                    .formatted(digest, name, registry.account());
        }
    }

    /** The layer is named by a manifest here, and may not go. */
    record LayerReferenced(Digest digest) implements LayerProblem {
        @Override
        public String message() {
            return "Requested layer '%s' is referenced by an image".formatted(digest);
        }
    }

    record LayerTooLarge(long limit) implements LayerProblem {
        @Override
        public String message() {
            return "The layer is larger than the limit of %d bytes".formatted(limit);
        }
    }

    record UploadUnknown(String id, RepositoryName name, Registry registry)
            implements LayerProblem {
        @Override
        public String message() {
            return "The upload with id '%s' does not exist in the repository with name '%s' in the registry with id '%s'"
                    .formatted(id, name, registry.account());
        }
    }

    /** A chunk does not continue where the upload stands; it can be resumed at {@code offset}. */
    record PartOutOfOrder(String uploadId, long firstByte, long offset) implements LayerProblem {
        @Override
        public String message() {
            return "First byte of the layer part is %d instead of %d".formatted(firstByte, offset);
        }
    }

    /** The bytes of a part are not as many as its range says. */
    record PartSizeMismatch(String uploadId, long expected, long actual, long offset)
            implements LayerProblem {
        @Override
        public String message() {
            return "The layer part has %d bytes instead of %d".formatted(actual, expected);
        }
    }

    /** The range that a request gives for its chunk cannot be read. */
    record PartRangeInvalid() implements LayerProblem {
        @Override
        public String message() {
            return "Content-Range is not of the form <first>-<last>";
        }
    }

    record PartTooSmall(long minimum) implements LayerProblem {
        @Override
        public String message() {
            return "Every layer part but the last has at least %d bytes".formatted(minimum);
        }
    }

    record UploadEmpty(String uploadId) implements LayerProblem {
        @Override
        public String message() {
            return "The upload with id '%s' has no layer part".formatted(uploadId);
        }
    }

    record LayerDigestMismatch(String given, String calculated) implements LayerProblem {
        @Override
        public String message() {
            return "None of the provided layer digests match the calculated layer digest";
        }
    }

    record RangeUnsatisfiable(long size) implements LayerProblem {
        @Override
        public String message() {
            return "The range lies outside of the %d bytes of the content".formatted(size);
        }
    }
}
