package dev.berth.layer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.blob.BlobKey;
import dev.berth.db.Database;
import dev.berth.runtime.WouldBlock;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads layers that are so small that their bytes lie in the row that names them. What was read
 * lately stays in memory: the bytes of a key never change, and links say who may see them.
 */
final class SmallLayers {
    private static final long CACHED = 8 << 20;

    /** What an entry takes beside its bytes, about. */
    private static final int OVERHEAD = 300;

    private final Database database;
    private final LayerStore store = new LayerStore();
    private final Cache<BlobKey, @Nullable ByteBuffer> contents =
            Caffeine.newBuilder()
                    .maximumWeight(CACHED)
                    .<BlobKey, ByteBuffer>weigher((_, bytes) -> OVERHEAD + bytes.capacity())
                    .build();

    SmallLayers(Database database) {
        this.database = database;
    }

    /** Empty when the row is gone. May throw WouldBlock. */
    Optional<LayerBytes> open(BlobKey key) {
        ByteBuffer known = contents.getIfPresent(key);
        if (known == null) {
            WouldBlock.unlessMayBlock();
            known =
                    contents.get(
                            key, _ -> database.read(tx -> store.content(tx, key)).orElse(null));
        }
        return Optional.ofNullable(known).map(LayerBytes.InMemory::new);
    }
}
