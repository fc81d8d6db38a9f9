package dev.berth.model;

import dev.berth.oci.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which blobs a repository links, when each was last wanted, and which are condemned. That somebody
 * was told of one is only noted at first, and a note does not outlive the process.
 */
final class Links {
    private static final long NOT = -1;

    private record Link(long wantedAt, long notedAt, long condemnedAt) {
        boolean isCondemned() {
            return condemnedAt != NOT;
        }

        Link writtenDown() {
            return new Link(Math.max(wantedAt, notedAt), NOT, condemnedAt);
        }
    }

    private final Map<Digest, Link> links = new HashMap<>();

    /** Whether clients see it. */
    boolean has(Digest digest) {
        Link link = links.get(digest);
        return link != null && !link.isCondemned();
    }

    /** Whether a manifest may name it: what is condemned comes back by that. */
    boolean isKept(Digest digest) {
        return links.containsKey(digest);
    }

    Set<Digest> seen() {
        return links.keySet().stream().filter(this::has).collect(Collectors.toSet());
    }

    /** It was uploaded or mounted. */
    void want(Digest digest, long now) {
        links.put(digest, new Link(now, NOT, NOT));
    }

    /** A manifest that named it went; where manifests may have gaps, it may never have come. */
    void release(Digest digest, long now) {
        links.computeIfPresent(digest, (_, link) -> new Link(now, link.notedAt(), NOT));
    }

    /** Somebody was told that it is here. */
    void note(Digest digest, long now) {
        links.computeIfPresent(
                digest, (_, link) -> new Link(link.wantedAt(), now, link.condemnedAt()));
    }

    /** A manifest names it. */
    void revive(Digest digest) {
        links.computeIfPresent(digest, (_, link) -> new Link(link.wantedAt(), link.notedAt(), NOT));
    }

    void remove(Digest digest) {
        links.remove(digest);
    }

    /** Those of what manifests name need not be: the end of their manifests is one. */
    void writeNotesDown(Predicate<Digest> referenced) {
        links.replaceAll((digest, link) ->
                referenced.test(digest)
                        ? new Link(link.wantedAt(), NOT, link.condemnedAt())
                        : link.writtenDown());
    }

    void loseNotes() {
        links.replaceAll((_, link) -> new Link(link.wantedAt(), NOT, link.condemnedAt()));
    }

    /** What a collection does to them. */
    void collect(Predicate<Digest> referenced, long now, long grace, long delay) {
        writeNotesDown(referenced);
        links.values().removeIf(link -> link.isCondemned() && link.condemnedAt() < now - delay);
        links.replaceAll((digest, link) ->
                !link.isCondemned() && !referenced.test(digest) && link.wantedAt() < now - grace
                        ? new Link(link.wantedAt(), NOT, now)
                        : link);
    }
}
