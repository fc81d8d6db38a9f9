package dev.berth.api.v2;

import dev.berth.image.Referrer;
import dev.berth.json.Json;
import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An index of referrers while it grows, no larger than clients take a manifest to be. */
final class ReferrerPage {
    /** How many entries a page has at most. */
    static final int LIMIT = 1_000;

    /** The largest manifest that every registry must take. */
    static final int BYTES = 4 << 20;

    private static final byte[] HEAD =
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":["
                    .formatted(MediaTypes.OCI_INDEX)
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    private record Descriptor(
            String mediaType,
            String digest,
            long size,
            @Nullable String artifactType,
            @Nullable Map<String, String> annotations) {

        static Descriptor of(Referrer referrer, @Nullable Map<String, String> annotations) {
            return new Descriptor(
                    referrer.mediaType(),
                    referrer.digest().toString(),
                    referrer.size(),
                    referrer.artifactType(),
                    annotations);
        }
    }

    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private @Nullable Digest last;

    /** False when the page has no room for it. */
    boolean add(Referrer referrer) {
        var annotations = referrer.annotations().isEmpty() ? null : referrer.annotations();
        byte[] entry = Json.write(Descriptor.of(referrer, annotations));
        if (last == null && !fits(entry)) {
            // No page would ever have room for it; the manifest has its annotations still.
            entry = Json.write(Descriptor.of(referrer, null));
        } else if (!fits(entry)) {
            return false;
        }
        if (last != null) {
            entries.write(',');
        }
        entries.writeBytes(entry);
        last = referrer.digest();
        return true;
    }

    private boolean fits(byte[] entry) {
        return HEAD.length + entries.size() + 1 + entry.length + TAIL.length <= BYTES;
    }

    /** The last one that was added. */
    Digest last() {
        return Objects.requireNonNull(last);
    }

    byte[] index() {
        var index = new ByteArrayOutputStream(HEAD.length + entries.size() + TAIL.length);
        index.writeBytes(HEAD);
        index.writeBytes(entries.toByteArray());
        index.writeBytes(TAIL);
        return index.toByteArray();
    }
}
