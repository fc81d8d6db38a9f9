package dev.berth.layer;

import dev.berth.blob.BlobStore;
import dev.berth.blob.StagedBlob;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Works on the staging of an upload, and says what went wrong there in the words of problems. */
final class Stagings {
    private final BlobStore blobs;

    Stagings(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** What is done while the staging is held. */
    @FunctionalInterface
    interface Work<T> {
        T on(StagedBlob staged) throws IOException;
    }

    /** Does nothing while someone else holds the staging. */
    void holdIfFree(String uploadId, Runnable work) {
        try {
            Optional<StagedBlob> free = blobs.tryStage(uploadId);
            if (free.isPresent()) {
                try (var _ = free.get()) {
                    work.run();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to stage an upload", e);
        }
    }

    <T> T hold(String uploadId, Work<T> work) {
        try (var staged = blobs.stage(uploadId)) {
            return work.on(staged);
        } catch (StagedBlob.HeldException _) {
            throw new ProblemException(new Problem.Throttled());
        } catch (StagedBlob.OutOfSpaceException _) {
            throw new ProblemException(new Problem.StorageFull());
        } catch (IOException e) {
            throw new UncheckedIOException("failed to stage an upload", e);
        }
    }
}
