package dev.berth.image;

import dev.berth.db.Database;
import dev.berth.oci.Digest;
import dev.berth.repository.Repository;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which manifests of a repository are about a digest, whether or not that is here. Any manifest
 * with a subject counts, also when it was pushed for the tags that stood in for this listing before
 * registries had it (OCI distribution specification, "Enabling the Referrers API").
 */
public final class Referrers {

    /**
     * What is asked for.
     *
     * @param artifactTypes empty for all of them
     * @param after the digest behind which the listing begins
     */
    public record Selection(
            Digest subject,
            Set<String> artifactTypes,
            Set<ImageState> states,
            @Nullable Digest after) {
        public Selection {
            artifactTypes = Set.copyOf(artifactTypes);
            states = Set.copyOf(states);
        }
    }

    /** Bytes of manifests that are read for a page, which the reader may see little of. */
    private static final long MOST_READ = 16L << 20;

    private final Database database;
    private final ReferrerStore store = new ReferrerStore();

    public Referrers(Database database) {
        this.database = database;
    }

    /**
     * Hands over at most {@code limit} referrers by digest, until the reader does not take one. One
     * at a time: annotations may be as large as a manifest.
     *
     * @return whether there is more than the reader took
     */
    public boolean read(
            Repository repository, Selection selection, int limit, Predicate<Referrer> reader) {
        long id = repository.id();
        return database.read(tx -> {
            List<Referrer> found = store.list(tx, id, selection, limit + 1);
            long read = 0;
            for (Referrer referrer : found.subList(0, Math.min(limit, found.size()))) {
                read += referrer.size();
                if (read > MOST_READ && read > referrer.size()) {
                    return true;
                }
                // Where each statement sees its own moment, one may be gone since it was listed.
                boolean taken =
                        store.manifest(tx, id, referrer.digest())
                                .map(ManifestReader::annotations)
                                .map(referrer::with)
                                .map(reader::test)
                                .orElse(true);
                if (!taken) {
                    return true;
                }
            }
            return found.size() > limit;
        });
    }
}
