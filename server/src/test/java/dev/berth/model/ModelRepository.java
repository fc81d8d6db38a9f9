package dev.berth.model;

import dev.berth.oci.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A repository of the model: its images, its tags, and the blobs that can be seen in it. */
final class ModelRepository {

    enum State {
        ACTIVE,
        ARCHIVED,
        ACTIVATING
    }

    /** An image, and when it last went into the archive, set out from there, and was back. */
    record Image(
            Manifest manifest,
            long pushedAt,
            long size,
            State state,
            long archivedAt,
            long activatingAt,
            long activatedAt) {
        static final long NEVER = -1;

        static Image pushed(Manifest manifest, long now, long size) {
            return new Image(manifest, now, size, State.ACTIVE, NEVER, NEVER, NEVER);
        }

        boolean isActive() {
            return state == State.ACTIVE;
        }

        Image archived(long now) {
            return new Image(
                    manifest, pushedAt, size, State.ARCHIVED, now, activatingAt, activatedAt);
        }

        Image activating(long now) {
            return new Image(
                    manifest, pushedAt, size, State.ACTIVATING, archivedAt, now, activatedAt);
        }

        Image activated(long now, long newSize) {
            return new Image(
                    manifest, pushedAt, newSize, State.ACTIVE, archivedAt, activatingAt, now);
        }
    }

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

    /** Those by which something can be pulled. */
    List<String> activeTags() {
        return tags.keySet().stream().filter(tag -> isActive(tags.get(tag))).toList();
    }

    List<String> tagsOf(Digest digest) {
        return tags.keySet().stream().filter(tag -> digest.equals(tags.get(tag))).toList();
    }

    Optional<Image> find(Digest digest) {
        return Optional.ofNullable(images.get(digest));
    }

    /** Whether it can be pulled. */
    boolean isActive(@Nullable Digest digest) {
        Image image = digest == null ? null : images.get(digest);
        return image != null && image.isActive();
    }

    boolean isReferenced(Digest blob) {
        return naming(blob).findAny().isPresent();
    }

    /** Whether images name it, and none that can be pulled. */
    boolean isOnlyInArchive(Digest blob) {
        return isReferenced(blob) && naming(blob).noneMatch(Image::isActive);
    }

    private Stream<Image> naming(Digest blob) {
        return images.values().stream()
                .filter(image ->
                        image.manifest().blobs().stream()
                                .anyMatch(named -> named.digest().equals(blob)));
    }

    /** Whether an image names what is not here. */
    boolean hasGaps() {
        return images.values().stream()
                .map(Image::manifest)
                .anyMatch(manifest ->
                        manifest.blobs().stream().anyMatch(blob -> !links.isKept(blob.digest()))
                                || manifest.children().stream()
                                        .anyMatch(child -> !images.containsKey(child.digest())));
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
                && manifest.children().stream().anyMatch(child -> !isActive(child.digest()))) {
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
        return isActive(manifest.digest())
                && wanted.stream().allMatch(tag -> manifest.digest().equals(tags.get(tag)));
    }

    void push(Manifest manifest, Collection<String> wanted, long now) {
        manifest.blobs().forEach(blob -> links.revive(blob.digest()));
        long size = size(manifest);
        Image before = images.get(manifest.digest());
        if (before == null) {
            images.put(manifest.digest(), Image.pushed(manifest, now, size));
        } else if (!before.isActive()) {
            images.put(manifest.digest(), before.activated(now, size));
            manifest.blobs().forEach(blob -> links.release(blob.digest(), now));
        }
        wanted.forEach(tag -> tags.put(tag, manifest.digest()));
    }

    private long size(Manifest manifest) {
        return manifest.isIndex()
                ? manifest.children().stream()
                        .filter(child -> isActive(child.digest()))
                        .flatMap(child -> find(child.digest()).stream())
                        .mapToLong(Image::size)
                        .max()
                        .orElse(0)
                : manifest.blobs().stream().mapToLong(blob -> blob.content().length()).sum();
    }

    boolean isChild(Digest digest) {
        return parents(digest).findAny().isPresent();
    }

    private Stream<Image> parents(Digest digest) {
        return images.values().stream()
                .filter(image ->
                        image.manifest().children().stream()
                                .anyMatch(child -> child.digest().equals(digest)));
    }

    /** Whether it may not be archived: on its way back, or the child of what is not archived. */
    boolean isNeededOutside(Image image) {
        return image.state() == State.ACTIVATING
                || parents(image.manifest().digest())
                        .anyMatch(parent -> parent.state() != State.ARCHIVED);
    }

    void put(Image image) {
        images.put(image.manifest().digest(), image);
    }

    /** Brings back those that set out before this time. */
    void activate(long before, long now) {
        images.replaceAll((_, image) ->
                image.state() == State.ACTIVATING && image.activatingAt() < before
                        ? image.activated(now, image.size())
                        : image);
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
