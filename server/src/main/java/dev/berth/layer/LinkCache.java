package dev.berth.layer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.oci.Digest;
import dev.berth.runtime.WouldBlock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Links that were looked up lately; never their absence, since links are added all the time and
 * seldom taken away. What a deleted repository leaves here cannot be reached: its id never returns.
 */
final class LinkCache {
    private static final int LIMIT = 20_000;

    /** Less than a link that is ended stays revivable: another process may have ended it. */
    private static final Duration LIFETIME = Duration.ofMinutes(1);

    private final Cache<LinkKey, @Nullable Link> links =
            Caffeine.newBuilder().maximumSize(LIMIT).expireAfterWrite(LIFETIME).build();

    Optional<Link> find(long repositoryId, Digest digest, Supplier<Optional<Link>> load) {
        var key = new LinkKey(repositoryId, digest);
        Link known = links.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        WouldBlock.unlessMayBlock();
        // Loaded inside of the cache, so that a removal waits for a load under way: one that still
        // saw the link cannot bring it back.
        return Optional.ofNullable(
                links.asMap().computeIfAbsent(key, _ -> load.get().orElse(null)));
    }

    void remove(LinkKey key) {
        links.invalidate(key);
    }
}
