package io.partwarden.catalog;

import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tables that stand for themselves and could be partitions of another. */
@Component
public final class LooseTableReader {

    /** Columns are compared by name and type, as ATTACH PARTITION does; their order does not matter. */
    private static final String LOOSE = """
            WITH parent AS (
                SELECT c.oid, c.relnamespace, p.partattrs::int2[] AS key
                  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = c.oid
                 WHERE c.oid = CAST(:parent AS oid)
            ), own AS (
                SELECT count(*) AS columns,
                       array_agg(a.attname || ' ' || a.atttypid || ' ' || a.atttypmod ORDER BY a.attname) AS shape
                  FROM parent JOIN pg_catalog.pg_attribute a ON a.attrelid = parent.oid
                 WHERE a.attnum > 0 AND NOT a.attisdropped
            ), schemas AS (
                SELECT relnamespace FROM parent
                 UNION
                SELECT c.relnamespace FROM parent
                  JOIN pg_catalog.pg_inherits i ON i.inhparent = parent.oid
                  JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
            )
            SELECT n.nspname, c.relname,
                   ARRAY(SELECT pg_catalog.pg_get_constraintdef(k.oid)
                           FROM pg_catalog.pg_constraint k
                          WHERE k.conrelid = c.oid AND k.contype = 'c'
                            AND EXISTS (SELECT FROM unnest(k.conkey) used(attnum)
                                          JOIN pg_catalog.pg_attribute mine ON mine.attrelid = c.oid AND mine.attnum = used.attnum
                                          JOIN pg_catalog.pg_attribute its
                                            ON its.attrelid = parent.oid AND its.attname = mine.attname
                                         WHERE its.attnum = ANY (parent.key))
                          ORDER BY k.conname) AS checks
              FROM parent
             CROSS JOIN own
              JOIN schemas ON true
              JOIN pg_catalog.pg_class c ON c.relnamespace = schemas.relnamespace
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND NOT c.relispartition AND c.relnatts >= own.columns
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent))
               AND own.shape = (SELECT array_agg(a.attname || ' ' || a.atttypid || ' ' || a.atttypmod ORDER BY a.attname)
                                  FROM pg_catalog.pg_attribute a
                                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
             ORDER BY n.nspname, c.relname
             LIMIT 1000
            """;

    private final TargetSessions sessions;

    LooseTableReader(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** @param checks its CHECK constraints on a key column of the other, as the server writes them */
    public record LooseTable(QualifiedName name, List<String> checks) {
        public LooseTable {
            checks = List.copyOf(checks);
        }
    }

    /** In the schemas of the table and its partitions, with just its columns; by name, at most a thousand. */
    public List<LooseTable> like(Target target, long parentOid) {
        return sessions.read(
                target,
                session -> session
                        .sql(LOOSE)
                        .param("parent", parentOid)
                        .query((row, number) -> new LooseTable(
                                QualifiedName.of(row.getString("nspname"), row.getString("relname")),
                                List.of((String[]) row.getArray("checks").getArray())))
                        .list()
                        .stream()
                        .filter(loose -> target.shows(loose.name().schema().value()))
                        .toList());
    }

    /** The zone that sessions of this database have unless they say otherwise, as far as it was set for the database; in one. */
    public List<String> zones(Target target) {
        return sessions.read(
                target, session -> session.sql("""
                                SELECT substring(setting FROM '^[Tt]ime[Zz]one=(.*)$') AS zone
                                  FROM pg_catalog.pg_db_role_setting s
                                  JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
                                 CROSS JOIN unnest(s.setconfig) setting
                                 WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0
                                   AND setting ~ '^[Tt]ime[Zz]one='
                                """).query(String.class).list());
    }
}
