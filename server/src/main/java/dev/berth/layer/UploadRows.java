package dev.berth.layer;

import dev.berth.blob.ByteSource;
import dev.berth.blob.StagedBlob;
import dev.berth.repository.Repository;

/** When an upload that has begun gets its row: before there are bytes to lose, or after a while. */
public final class UploadRows {
    /** So much of a last request may be lost to a crash: its client would send it all again. */
    private static final long UNRECORDED = 1 << 20;

    private final KnownUploads uploads;
    private final Stagings stagings;

    UploadRows(KnownUploads uploads, Stagings stagings) {
        this.uploads = uploads;
        this.stagings = stagings;
    }

    /** For bytes that are to stay. */
    ByteSource beforeBytes(Repository repository, String uploadId, ByteSource source) {
        return new RecordedSource(source, 0, () -> write(repository, uploadId));
    }

    /** For the bytes of a last request. */
    ByteSource beforeManyBytes(Repository repository, String uploadId, ByteSource source) {
        return new RecordedSource(source, UNRECORDED, () -> write(repository, uploadId));
    }

    private void write(Repository repository, String uploadId) {
        if (!uploads.write(uploadId)) {
            throw KnownUploads.unknown(repository, uploadId);
        }
    }

    /** What arrived before its last request failed is there after a restart too. */
    void keep(String uploadId, StagedBlob staged, Exception failure) {
        try {
            if (staged.offset() > 0) {
                uploads.write(uploadId);
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Gives their rows to those that have just begun. One that is in use is passed over: a request
     * that brings bytes to stay writes the row itself.
     */
    public void writeBegun() {
        for (String id : uploads.begun()) {
            stagings.holdIfFree(id, () -> uploads.write(id));
        }
    }
}
