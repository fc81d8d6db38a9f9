package dev.berth.layer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import dev.berth.repository.Repository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which uploads there are, and of which repository: rows, and a memory of those in use. One that
 * has just begun is in memory alone until bytes are staged for it: most end with their next
 * request.
 */
final class KnownUploads {
    private static final int LIMIT = 10_000;

    /** An upload in use; whoever holds its staging may change what is known of it. */
    static final class Known {
        private final long repositoryId;
        private final Instant startedAt;
        private final Parts parts = new Parts();
        private @Nullable Layer recognized;

        private Known(long repositoryId, Instant startedAt) {
            this.repositoryId = repositoryId;
            this.startedAt = startedAt;
        }

        Parts parts() {
            return parts;
        }

        /** What the bytes were found to be, when their commit was tried. */
        Optional<Layer> recognized() {
            return Optional.ofNullable(recognized);
        }

        void recognize(Layer layer) {
            recognized = layer;
        }
    }

    private final Database database;
    private final UploadStore store = new UploadStore();
    private final ConcurrentHashMap<String, Known> begun = new ConcurrentHashMap<>();
    private final Cache<String, Known> cache = Caffeine.newBuilder().maximumSize(LIMIT).build();

    KnownUploads(Database database) {
        this.database = database;
    }

    /** With as many begun as memory holds, further ones have a row at once. */
    void add(String id, Repository repository, Instant now) {
        var known = new Known(repository.id(), now);
        if (begun.size() < LIMIT) {
            begun.put(id, known);
        } else if (!insert(id, known)) {
            throw new ProblemException(
                    new RepositoryProblem.RepositoryUnknown(
                            repository.name(), repository.registry()));
        }
    }

    /** Those that have no row. */
    List<String> begun() {
        return List.copyOf(begun.keySet());
    }

    /**
     * Gives an upload its row where it has none; by whoever holds its staging. False when its
     * repository is gone.
     */
    boolean write(String id) {
        Known known = begun.get(id);
        if (known == null) {
            return true;
        }
        boolean written = insert(id, known);
        begun.remove(id);
        return written;
    }

    /** Not durable at once: what a power failure takes away costs its client a new start. */
    private boolean insert(String id, Known known) {
        boolean inserted =
                database.writeRelaxed(
                        tx -> store.insert(tx, id, known.repositoryId, known.startedAt));
        if (inserted) {
            cache.put(id, known);
        }
        return inserted;
    }

    Known require(Repository repository, String id) {
        Known known = begun.get(id);
        if (known == null) {
            // Loaded inside of the cache, so that a removal waits for a load under way.
            known = cache.asMap().computeIfAbsent(id, _ -> load(id).orElse(null));
        }
        if (known == null || known.repositoryId != repository.id()) {
            throw unknown(repository, id);
        }
        return known;
    }

    private Optional<Known> load(String id) {
        return database.read(tx -> store.find(tx, id))
                .map(row -> new Known(row.repositoryId(), row.startedAt()));
    }

    void remove(String id) {
        if (begun.remove(id) == null) {
            database.writeRelaxed(tx -> remove(tx, id));
        }
    }

    /** False when it ended already. */
    boolean remove(Tx tx, String id) {
        if (begun.containsKey(id)) {
            tx.afterCommit(() -> begun.remove(id));
            return true;
        }
        tx.afterCommit(() -> cache.invalidate(id));
        return store.delete(tx, id);
    }

    List<String> listOlder(Instant time, String after, int limit) {
        return database.read(tx -> store.listOlder(tx, time, after, limit));
    }

    static ProblemException unknown(Repository repository, String id) {
        return new ProblemException(
                new LayerProblem.UploadUnknown(id, repository.name(), repository.registry()));
    }
}
