package dev.berth.model;

import dev.berth.oci.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which blobs a repository links, since when nobody asked for them, and which are condemned. */
final class Links {
    private static final long NOT = -1;

    private record Link(long wantedAt, long condemnedAt) {
        boolean isCondemned() {
            return condemnedAt != NOT;
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

    void add(Digest digest, long now) {
        links.put(digest, new Link(now, NOT));
    }

    /** Somebody was told that it is here, or a manifest that named it went. */
    void want(Digest digest, long now) {
        links.computeIfPresent(digest, (_, link) -> new Link(now, link.condemnedAt()));
    }

    void revive(Digest digest) {
        links.computeIfPresent(digest, (_, link) -> new Link(link.wantedAt(), NOT));
    }

    void remove(Digest digest) {
        links.remove(digest);
    }

    /** What a collection does to them. */
    void collect(Predicate<Digest> referenced, long now, long grace, long delay) {
        links.values().removeIf(link -> link.isCondemned() && link.condemnedAt() < now - delay);
        links.replaceAll((digest, link) ->
                !link.isCondemned() && !referenced.test(digest) && link.wantedAt() < now - grace
                        ? new Link(link.wantedAt(), now)
                        : link);
    }
}
