package dev.berth.layer;

import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.repository.Repository;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Notes which links clients were told of, since an answer from memory may not write. What a crash
 * takes away, or does not fit, ends no more than a link, and costs its client a second push.
 */
public final class WantedLinks {
    private static final int LIMIT = 100_000;
    private static final int STEP = 200;

    private final Database database;
    private final LayerReferences references;
    private final InstantSource clock;
    private final LayerStore store = new LayerStore();

    /** The last time that each link was wanted; what is in here may be in the store already. */
    private final ConcurrentHashMap<LinkKey, Long> notes = new ConcurrentHashMap<>();

    WantedLinks(Database database, LayerReferences references, InstantSource clock) {
        this.database = database;
        this.references = references;
        this.clock = clock;
    }

    /** A client was told that the blob is here, or given it. */
    public void note(Repository repository, Digest digest) {
        note(new LinkKey(repository.id(), digest));
    }

    private void note(LinkKey key) {
        long now = clock.millis();
        Long before = notes.get(key);
        if (before == null ? notes.size() < LIMIT : before < now) {
            notes.merge(key, now, Math::max);
        }
    }

    boolean isNoted(LinkKey key) {
        return notes.containsKey(key);
    }

    /** Writes down what was noted before this call; a note is dropped only once it is written. */
    public void flush() {
        var step = new HashMap<LinkKey, Long>();
        for (var note : notes.entrySet()) {
            step.put(note.getKey(), note.getValue());
            if (step.size() == STEP) {
                write(step);
                step.clear();
            }
        }
        write(step);
    }

    private void write(Map<LinkKey, Long> step) {
        var unnamed = database.read(tx -> unnamed(tx, step.keySet()));
        if (!unnamed.isEmpty()) {
            var wanted =
                    unnamed.stream()
                            .collect(
                                    Collectors.toMap(
                                            key -> key,
                                            key ->
                                                    Instant.ofEpochMilli(
                                                            step.getOrDefault(key, 0L))));
            database.writeRelaxed(tx -> {
                store.want(tx, wanted);
                return true;
            });
        }
        step.forEach(notes::remove);
    }

    /**
     * Those that no manifest names: the others, most of them when images are pulled, need no note,
     * since the end of their manifests is one.
     */
    private Set<LinkKey> unnamed(Tx tx, Set<LinkKey> keys) {
        var unnamed = new HashSet<>(keys);
        keys.stream()
                .collect(
                        Collectors.groupingBy(
                                LinkKey::repositoryId,
                                Collectors.mapping(LinkKey::digest, Collectors.toSet())))
                .forEach((repository, digests) ->
                        references
                                .referenced(tx, repository, digests)
                                .forEach(named -> unnamed.remove(new LinkKey(repository, named))));
        return Set.copyOf(unnamed);
    }
}
