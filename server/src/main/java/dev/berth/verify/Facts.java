package dev.berth.verify;

import dev.berth.db.ReadableDatabase;
import dev.berth.db.Tx;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Goes through tables by their keys: a page at a time, each in a transaction of its own. */
final class Facts {
    private final ReadableDatabase database;
    private final Progress progress;

    Facts(ReadableDatabase database, Progress progress) {
        this.database = database;
        this.progress = progress;
    }

    <T> T read(Function<Tx, T> work) {
        return database.read(work);
    }

    /**
     * Hands over all rows in pages.
     *
     * @param page those behind a row, or the first of all; an empty one ends the walk
     */
    <R> long each(
            String part,
            Function<Tx, Long> count,
            BiFunction<Tx, @Nullable R, List<R>> page,
            Consumer<List<R>> rows) {
        progress.begin(part, Progress.Unit.ROWS, read(count));
        long seen = 0;
        for (List<R> some = read(tx -> page.apply(tx, null));
                !some.isEmpty();
                some = after(page, some.getLast())) {
            rows.accept(some);
            seen += some.size();
            progress.advance(some.size());
        }
        progress.end();
        return seen;
    }

    private <R> List<R> after(BiFunction<Tx, @Nullable R, List<R>> page, R last) {
        return read(tx -> page.apply(tx, last));
    }
}
