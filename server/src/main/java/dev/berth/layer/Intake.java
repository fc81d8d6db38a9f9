package dev.berth.layer;

import dev.berth.blob.ByteSource;
import dev.berth.blob.StagedBlob;
import dev.berth.blob.StagedBlob.OutOfSpaceException;
import dev.berth.blob.StagedBlob.TooLargeException;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.ProblemException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;

/** The rules by which bytes come into a staging, and by which they are recognized there. */
final class Intake {
    private final long limit;

    Intake(long limit) {
        this.limit = limit;
    }

    void append(
            StagedBlob staged,
            String uploadId,
            OptionalLong firstByte,
            OptionalLong length,
            ByteSource source)
            throws IOException {
        long offset = staged.offset();
        if (firstByte.orElse(offset) != offset) {
            throw new ProblemException(
                    new LayerProblem.PartOutOfOrder(uploadId, firstByte.orElse(offset), offset));
        }
        if (length.orElse(0) > limit - offset) {
            throw tooLarge();
        }
        var checked = new CheckedSource(source, length);
        try {
            staged.append(checked, limit);
        } catch (TooLargeException _) {
            staged.truncate(offset);
            throw tooLarge();
        } catch (OutOfSpaceException e) {
            // What a request left on a full disk would keep it full until the upload expires.
            staged.truncate(Math.min(offset, staged.offset()));
            throw e;
        }
        if (!checked.keptItsPromise()) {
            staged.truncate(offset);
            throw new ProblemException(
                    new LayerProblem.PartSizeMismatch(
                            uploadId, length.orElse(0), checked.received(), offset));
        }
    }

    private ProblemException tooLarge() {
        return new ProblemException(new LayerProblem.LayerTooLarge(limit));
    }

    /** Which of these is the digest of what is staged; LayerDigestMismatch when none is. */
    Layer recognize(StagedBlob staged, List<Digest> digests) throws IOException {
        // Once for each algorithm: but for sha256, the bytes are read for it.
        var calculated = new EnumMap<DigestAlgorithm, Digest>(DigestAlgorithm.class);
        for (Digest digest : digests) {
            if (!calculated.containsKey(digest.algorithm())) {
                calculated.put(digest.algorithm(), staged.digest(digest));
            }
            if (digest.equals(calculated.get(digest.algorithm()))) {
                return new Layer(digest, staged.offset());
            }
        }
        throw new ProblemException(
                new LayerProblem.LayerDigestMismatch(text(digests), text(calculated.values())));
    }

    private static String text(Iterable<Digest> digests) {
        var text = new StringJoiner(", ");
        digests.forEach(digest -> text.add(digest.toString()));
        return text.toString();
    }
}
