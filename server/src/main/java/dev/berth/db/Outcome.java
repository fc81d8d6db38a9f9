package dev.berth.db;

import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** What came of one caller's work in a transaction. Written and read by one thread at a time. */
final class Outcome<T> {
    private final Function<Tx, T> work;
    private @Nullable T value;
    private @Nullable Throwable failure;

    Outcome(Function<Tx, T> work) {
        this.work = work;
    }

    /** Does the work and remembers what came of it; gives back why it failed, if it did. */
    @Nullable Throwable run(Tx tx) {
        try {
            value = work.apply(tx);
        } catch (Throwable e) { // an error of one caller's work must not reach the others
            failure = e;
        }
        return failure;
    }

    /** Its transaction failed; what failed by itself keeps its own reason. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    T get() {
        switch (failure) {
            case null -> {}
            case SQLException e -> throw translated(e);
            case JdbiException e -> throw translated(e);
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
        T result = value;
        if (result == null) {
            throw new IllegalStateException("work in a transaction may not return null");
        }
        return result;
    }

    private static RuntimeException translated(Exception failure) {
        return SqliteFailures.isFull(failure)
                ? new ProblemException(new Problem.StorageFull())
                : new DatabaseException("the database failed", failure);
    }
}
