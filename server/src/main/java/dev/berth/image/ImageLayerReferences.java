package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.layer.LayerReferences;
import dev.berth.oci.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Says which blobs the manifests of a repository name, images in any state included. */
public final class ImageLayerReferences implements LayerReferences {
    private final ImageReferenceStore references = new ImageReferenceStore();

    /** As many as a statement asks for, always, so that there are two statements and not many. */
    private static final int STEP = 100;

    @Override
    public Set<Digest> referenced(Tx tx, long repositoryId, Collection<Digest> digests) {
        var left = List.copyOf(digests);
        if (left.size() == 1) {
            return references.named(tx, repositoryId, left);
        }
        var named = new HashSet<Digest>();
        for (int from = 0; from < left.size(); from += STEP) {
            var step = new ArrayList<>(left.subList(from, Math.min(from + STEP, left.size())));
            while (step.size() < STEP) {
                step.add(step.getLast());
            }
            named.addAll(references.named(tx, repositoryId, step));
        }
        return named;
    }
}
