package dev.berth.db;

/**
 * Numbers that the store keeps by name: the last id given out, or how many there are of a thing.
 */
public final class Counters {

    /**
     * Adds to the counter and tells what it is now. The row stays locked until the transaction
     * ends, so that of two that count at the same time one sees what the other did.
     */
    public long add(Tx tx, String name, long more) {
        return tx.sql()
                .createQuery(
                        """
                        INSERT INTO counter (name, number)
                        VALUES (:name, :more)
                            ON CONFLICT (name) DO UPDATE SET number = counter.number + :more
                        RETURNING number
                        """)
                .bind("name", name)
                .bind("more", more)
                .mapTo(Long.class)
                .one();
    }
}
