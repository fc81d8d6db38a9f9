package dev.berth.layer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which uploads there are, and of which repository: rows, and a memory of those in use. */
final class KnownUploads {
    private static final int LIMIT = 10_000;

    /** An upload in use; whoever holds its staging may change what is known of it. */
    static final class Known {
        private final long repositoryId;
        private final Parts parts = new Parts();
        private @Nullable Layer recognized;

        private Known(long repositoryId) {
            this.repositoryId = repositoryId;
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
    private final Cache<String, Known> cache = Caffeine.newBuilder().maximumSize(LIMIT).build();

    KnownUploads(Database database) {
        this.database = database;
    }

    /** Not durable at once: what a power failure takes away costs its client a new start. */
    void add(String id, Repository repository, Instant now) {
        if (!database.writeRelaxed(tx -> store.insert(tx, id, repository.id(), now))) {
            throw new ProblemException(
                    new Problem.RepositoryUnknown(repository.name(), repository.registry()));
        }
        cache.put(id, new Known(repository.id()));
    }

    Known require(Repository repository, String id) {
        // Loaded inside of the cache, so that a removal waits for a load under way.
        Known known = cache.asMap().computeIfAbsent(id, _ -> load(id).orElse(null));
        if (known == null || known.repositoryId != repository.id()) {
            throw unknown(repository, id);
        }
        return known;
    }

    private Optional<Known> load(String id) {
        return database.read(tx -> store.findRepository(tx, id)).map(Known::new);
    }

    void remove(String id) {
        database.writeRelaxed(tx -> {
            remove(tx, id);
            return id;
        });
    }

    /** False when it ended already. */
    boolean remove(Tx tx, String id) {
        tx.afterCommit(() -> cache.invalidate(id));
        return store.delete(tx, id);
    }

    List<String> listOlder(Instant time, String after, int limit) {
        return database.read(tx -> store.listOlder(tx, time, after, limit));
    }

    static ProblemException unknown(Repository repository, String id) {
        return new ProblemException(
                new Problem.UploadUnknown(id, repository.name(), repository.registry()));
    }
}
