package dev.berth.layer;

import dev.berth.blob.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Has the upload recorded once more bytes come than may be lost with the process. */
final class RecordedSource implements ByteSource {
    private final ByteSource source;
    private final Runnable record;
    private long unrecorded;

    RecordedSource(ByteSource source, long unrecorded, Runnable record) {
        this.source = source;
        this.unrecorded = unrecorded;
        this.record = record;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        ByteBuffer piece = source.next();
        if (piece != null && unrecorded >= 0) {
            unrecorded -= piece.remaining();
            if (unrecorded < 0) {
                record.run();
            }
        }
        return piece;
    }
}
