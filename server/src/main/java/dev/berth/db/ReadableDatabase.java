package dev.berth.db;

import java.util.function.Function;

/** A metadata store of which the holder cannot change anything. */
public interface ReadableDatabase extends AutoCloseable {

    /** Reads; the work sees one snapshot. */
    <T> T read(Function<Tx, T> work);

    @Override
    void close();
}
