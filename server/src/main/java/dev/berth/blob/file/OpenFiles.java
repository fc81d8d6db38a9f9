package dev.berth.blob.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.blob.BlobKey;
import dev.berth.blob.OpenBlob;
import dev.berth.runtime.WouldBlock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the files of blobs that were read lately open; the cache is one of a file's readers. */
final class OpenFiles {
    private final Cache<BlobKey, OpenFile> files;

    OpenFiles(int limit) {
        this.files =
                Caffeine.newBuilder()
                        .maximumSize(limit)
                        .executor(Runnable::run)
                        .<BlobKey, OpenFile>removalListener((_, file, _) -> letGo(file))
                        .build();
    }

    boolean contains(BlobKey key) {
        return files.getIfPresent(key) != null;
    }

    Optional<OpenBlob> open(BlobKey key, Path path) throws IOException {
        OpenFile cached = files.getIfPresent(key);
        if (cached != null) {
            if (cached.retain()) {
                return Optional.of(cached);
            }
            files.asMap().remove(key, cached);
        }
        WouldBlock.unlessMayBlock();
        try {
            var file = new OpenFile(FileChannel.open(path, StandardOpenOption.READ));
            if (file.retain() && files.asMap().putIfAbsent(key, file) != null) {
                file.release(); // another caller was faster: this one is not the cache's
            } else if (!Files.exists(path)) {
                files.asMap().remove(key, file); // removed, and maybe forgotten before it was kept
            }
            return Optional.of(file);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Lets a file go that was removed; its readers read on. */
    void forget(BlobKey key) {
        files.invalidate(key);
    }

    void close() {
        files.invalidateAll();
        files.cleanUp();
    }

    private static void letGo(@Nullable OpenFile file) {
        if (file != null) {
            file.release();
        }
    }
}
