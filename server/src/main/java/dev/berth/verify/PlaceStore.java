package dev.berth.verify;

import dev.berth.db.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The SQL by which a check reads repositories: their names, and what they and others count. */
final class PlaceStore {

    /** What a repository counts, and what it has. */
    record Images(Place place, long count, long actual) {}

    /** The same of a registry. */
    record Repositories(String registry, long count, long actual) {}

    /** Of a row with a repository_id, and the name of a repository that may be gone. */
    static Place place(ResultSet row) throws SQLException {
        long id = row.getLong("repository_id");
        return new Place(id, row.getString("name") == null ? "repository number " + id : name(row));
    }

    static String name(ResultSet row) throws SQLException {
        return row.getString("account")
                + "/"
                + row.getString("region")
                + "/"
                + row.getString("name");
    }

    long count(Tx tx) {
        return tx.sql().createQuery("SELECT COUNT(*) FROM repository").mapTo(Long.class).one();
    }

    /** By id, those behind {@code after}; {@code states} are those of images that count. */
    List<Images> images(Tx tx, long after, List<String> states, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT r.id AS repository_id, r.account, r.region, r.name, r.image_count,
                               (SELECT COUNT(*)
                                  FROM image i
                                 WHERE i.repository_id = r.id
                                   AND i.state IN (<states>)) AS actual
                          FROM repository r
                         WHERE r.id > :after
                         ORDER BY r.id
                         LIMIT :limit
                        """)
                .bind("after", after)
                .bindList("states", states)
                .bind("limit", limit)
                .map((row, _) ->
                        new Images(place(row), row.getLong("image_count"), row.getLong("actual")))
                .list();
    }

    /** Only those that differ. */
    List<Repositories> wrongRegistries(Tx tx) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT r.registry, COALESCE(c.number, 0) AS number, r.actual
                          FROM (SELECT account || '/' || region AS registry, COUNT(*) AS actual
                                  FROM repository
                                 GROUP BY account, region) r
                          LEFT JOIN counter c ON c.name = 'repositories/' || r.registry
                         WHERE COALESCE(c.number, 0) <> r.actual
                         UNION ALL
                        SELECT SUBSTR(c.name, 14) AS registry, c.number, 0 AS actual
                          FROM counter c
                         WHERE c.name LIKE 'repositories/%' AND c.number <> 0
                           AND NOT EXISTS (SELECT 1
                                             FROM repository r
                                            WHERE c.name = 'repositories/' || r.account
                                                                    || '/' || r.region)
                        """)
                .map((row, _) ->
                        new Repositories(
                                row.getString("registry"),
                                row.getLong("number"),
                                row.getLong("actual")))
                .list();
    }

    long countWithoutOwner(Tx tx, Dependents rows) {
        return tx.sql()
                .createQuery("SELECT COUNT(*) FROM " + rows.table() + " WHERE " + rows.condition())
                .mapTo(Long.class)
                .one();
    }
}
