package dev.berth.layer;

import dev.berth.blob.ByteSource;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a client sends and stops behind the length that it promised. When the client breaks
 * off, that is its problem; a failure of the disk, in the same append, is ours.
 */
final class CheckedSource implements ByteSource {
    private final ByteSource source;
    private final OptionalLong promised;
    private long received;

    CheckedSource(ByteSource source, OptionalLong promised) {
        this.source = source;
        this.promised = promised;
    }

    @Override
    public @Nullable ByteBuffer next() {
        ByteBuffer piece;
        try {
            piece = source.next();
        } catch (IOException _) {
            throw new ProblemException(
                    new Problem.BodyBroken("The body of the request ended early"));
        }
        if (piece == null) {
            return null;
        }
        received += piece.remaining();
        return received > promised.orElse(Long.MAX_VALUE) ? null : piece;
    }

    long received() {
        return received;
    }

    boolean keptItsPromise() {
        return received == promised.orElse(received);
    }
}
