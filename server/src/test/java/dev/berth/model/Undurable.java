package dev.berth.model;

import dev.berth.db.Database;
import dev.berth.db.Tx;
import java.util.function.Function;

/** A database that waits for no disk: what a power failure takes is another test's business. */
record Undurable(Database database) implements Database {
    @Override
    public <T> T read(Function<Tx, T> work) {
        return database.read(work);
    }

    @Override
    public <T> T write(Function<Tx, T> work) {
        return database.writeRelaxed(work);
    }

    @Override
    public <T> T writeRelaxed(Function<Tx, T> work) {
        return database.writeRelaxed(work);
    }

    @Override
    public void close() {
        database.close();
    }
}
