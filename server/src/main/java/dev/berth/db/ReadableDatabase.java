package dev.berth.db;

import java.util.List;
import java.util.function.Function;

/** A metadata store of which the holder cannot change anything. */
public interface ReadableDatabase extends AutoCloseable {

    /** Reads; the work sees one snapshot. */
    <T> T read(Function<Tx, T> work);

    /** What the database's own check finds wrong with its files, where it has such a check. */
    default List<String> complaints() {
        return List.of();
    }

    @Override
    void close();
}
