package dev.berth.model;

import dev.berth.oci.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A repository of the model: its images, its tags, and the blobs that can be seen in it. */
final class ModelRepository {

    /** An image as it was pushed. */
    record Image(Manifest manifest, long pushedAt, long size) {}

    private final String name;
    private final Map<Digest, Image> images = new LinkedHashMap<>();
    private final Map<String, Digest> tags = new TreeMap<>();
    private final Links links = new Links();
    private TagRules rules;
    private boolean allowsGaps;

    ModelRepository(String name, TagRules rules) {
        this.name = name;
        this.rules = rules;
    }

    String name() {
        return name;
    }

    TagRules rules() {
        return rules;
    }

    void rules(TagRules changed) {
        rules = changed;
    }

    /** Whether a manifest may name what is not here. */
    void allowGaps(boolean allowed) {
        allowsGaps = allowed;
    }

    Links links() {
        return links;
    }

    Collection<Image> images() {
        return images.values();
    }

    /** By tag, in their order. */
    Map<String, Digest> tags() {
        return tags;
    }

    List<String> tagsOf(Digest digest) {
        return tags.keySet().stream().filter(tag -> digest.equals(tags.get(tag))).toList();
    }

    Optional<Image> find(Digest digest) {
        return Optional.ofNullable(images.get(digest));
    }

    boolean isReferenced(Digest blob) {
        return images.values().stream()
                .anyMatch(image ->
                        image.manifest().blobs().stream()
                                .anyMatch(named -> named.digest().equals(blob)));
    }

    /** Why this may not be pushed; several reasons where there are, and then any will do. */
    List<Refusal> whyNot(Manifest manifest, Collection<String> wanted) {
        if (isHere(manifest, wanted)) {
            return List.of();
        }
        var reasons = new ArrayList<Refusal>();
        if (!allowsGaps
                && manifest.blobs().stream().anyMatch(blob -> !links.isKept(blob.digest()))) {
            reasons.add(Refusal.BLOBS_MISSING);
        }
        if (!allowsGaps
                && manifest.children().stream()
                        .anyMatch(child -> !images.containsKey(child.digest()))) {
            reasons.add(Refusal.CHILDREN_MISSING);
        }
        if (wanted.stream().anyMatch(tag -> mayNotMove(tag, manifest.digest()))) {
            reasons.add(Refusal.TAG_IMMUTABLE);
        }
        return reasons;
    }

    private boolean mayNotMove(String tag, Digest to) {
        return rules.isImmutable(tag) && tags.containsKey(tag) && !to.equals(tags.get(tag));
    }

    /** Whether it is here under all of these tags. */
    boolean isHere(Manifest manifest, Collection<String> wanted) {
        return images.containsKey(manifest.digest())
                && wanted.stream().allMatch(tag -> manifest.digest().equals(tags.get(tag)));
    }

    void push(Manifest manifest, Collection<String> wanted, long now) {
        manifest.blobs().forEach(blob -> links.revive(blob.digest()));
        long size =
                manifest.isIndex()
                        ? manifest.children().stream()
                                .flatMap(child -> find(child.digest()).stream())
                                .mapToLong(Image::size)
                                .max()
                                .orElse(0)
                        : manifest.blobs().stream().mapToLong(b -> b.content().length()).sum();
        images.putIfAbsent(manifest.digest(), new Image(manifest, now, size));
        wanted.forEach(tag -> tags.put(tag, manifest.digest()));
    }

    boolean isChild(Digest digest) {
        return images.values().stream()
                .anyMatch(image ->
                        image.manifest().children().stream()
                                .anyMatch(child -> child.digest().equals(digest)));
    }

    void untag(String tag) {
        tags.remove(tag);
    }

    void remove(Digest digest, long now) {
        tags.values().removeIf(digest::equals);
        Image gone = images.remove(digest);
        if (gone != null) {
            gone.manifest().blobs().forEach(blob -> links.release(blob.digest(), now));
        }
    }
}
