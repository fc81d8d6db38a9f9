package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.image.Manifest.Descriptor;
import dev.berth.layer.Layer;
import dev.berth.oci.Digest;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that what a manifest refers to is in its repository, unless the repository lets manifests
 * have gaps, and adds up how large that is.
 */
final class ReferenceCheck {
    private final Repositories repositories;
    private final LinkedLayers layers;
    private final ImageStore images;

    ReferenceCheck(Repositories repositories, LinkedLayers layers, ImageStore images) {
        this.repositories = repositories;
        this.layers = layers;
        this.images = images;
    }

    /**
     * The size of the image, by what is here and not by what the manifest says of it; LayersUnknown
     * or ChildrenUnknown where something is missing.
     */
    long size(Tx tx, Repository repository, Manifest manifest) {
        return switch (manifest) {
            case Manifest.OfImage image -> sum(image, requireBlobs(tx, repository, image));
            case Manifest.OfIndex index -> largestChild(tx, repository, index);
        };
    }

    /** Of what is not here, there is but the claim of a stranger: the sum must not wrap. */
    private static long sum(Manifest.OfImage image, Map<Digest, Layer> here) {
        long sum = 0;
        for (Descriptor blob : image.blobs()) {
            Layer layer = here.get(blob.digest());
            sum += layer == null ? blob.size() : layer.size();
            if (sum < 0) {
                return Long.MAX_VALUE;
            }
        }
        return sum;
    }

    private Map<Digest, Layer> requireBlobs(Tx tx, Repository repository, Manifest.OfImage image) {
        List<Descriptor> named = image.blobs();
        // Also what need not be here is kept where it is.
        var here =
                layers.linked(tx, repository.id(), named.stream().map(Descriptor::digest).toList());
        List<Digest> missing =
                named.stream()
                        .filter(descriptor -> !descriptor.external())
                        .map(Descriptor::digest)
                        .distinct()
                        .filter(digest -> !here.containsKey(digest))
                        .toList();
        if (!missing.isEmpty() && !repositories.allowsSparse(tx, repository)) {
            throw new ProblemException(
                    new ImageProblem.LayersUnknown(
                            missing, repository.name(), repository.registry()));
        }
        return here;
    }

    private long largestChild(Tx tx, Repository repository, Manifest.OfIndex index) {
        var missing = new LinkedHashSet<Digest>();
        long largest = 0;
        for (Descriptor child : index.children()) {
            Optional<Image> image =
                    images.find(tx, repository.id(), child.digest())
                            .filter(found -> found.state() == ImageState.ACTIVE);
            if (image.isEmpty()) {
                missing.add(child.digest());
            } else {
                largest = Math.max(largest, image.get().size());
            }
        }
        if (!missing.isEmpty() && !repositories.allowsSparse(tx, repository)) {
            throw new ProblemException(
                    new ImageProblem.ChildrenUnknown(
                            List.copyOf(missing), repository.name(), repository.registry()));
        }
        return largest;
    }
}
