package dev.berth.blob.file;

import dev.berth.oci.DigestAlgorithm;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Keeps digests between the parts of an upload, so that its last request need not read what came
 * before. Bounded: of what was forgotten here, or lost with a restart, the bytes are read again.
 */
final class StagedDigests {
    private static final int LIMIT = 1_024;

    private final SequencedMap<String, StagedDigest> kept = new LinkedHashMap<>();

    /** What was kept, if the staging has that many bytes; otherwise one that stands at 0. */
    synchronized StagedDigest take(String id, long offset) {
        StagedDigest digest = kept.remove(id);
        return digest != null && digest.position() <= offset
                ? digest
                : new StagedDigest(DigestAlgorithm.SHA256);
    }

    synchronized void keep(String id, StagedDigest digest) {
        if (digest.position() == 0) {
            return;
        }
        kept.put(id, digest);
        if (kept.size() > LIMIT) {
            kept.pollFirstEntry();
        }
    }

    synchronized void forget(String id) {
        kept.remove(id);
    }
}
