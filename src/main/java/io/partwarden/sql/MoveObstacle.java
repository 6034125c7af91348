package io.partwarden.sql;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Why rows of a partition cannot be moved to another table with DELETE and INSERT without anything but their place changing. Each
 * constant knows the catalog condition that tells, so that what is read for a plan and what its guard looks at again are the same.
 */
public enum MoveObstacle {
    /**
     * Also one that is disabled or for replicas only: it may be enabled at any time. Told from a foreign key's by its constraint, since
     * the parent's triggers are internal ones on a partition in version 14.
     */
    DELETE_TRIGGER("""
            EXISTS (SELECT FROM pg_catalog.pg_trigger t
                     WHERE t.tgrelid = %1$s AND t.tgtype & 8 <> 0
                       AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                                        WHERE k.oid = t.tgconstraint AND k.contype = 'f'))"""),

    DELETE_RULE("""
            EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = %1$s AND r.ev_type = '4')"""),

    /** Its action would look at, or delete, rows elsewhere. */
    INCOMING_FOREIGN_KEY("""
            EXISTS (SELECT FROM pg_catalog.pg_constraint f WHERE f.contype = 'f' AND f.confrelid = %1$s)"""),

    /** Subscribers would be sent the DELETE, but not the INSERT into a table that is no partition yet. */
    PUBLISHED("""
            CASE WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_publication b WHERE b.pubdelete) THEN false
                 WHEN EXISTS (SELECT FROM pg_catalog.pg_publication b WHERE b.pubdelete AND b.puballtables) THEN true
                 ELSE EXISTS (SELECT FROM pg_catalog.pg_publication b
                                JOIN pg_catalog.pg_publication_tables p ON p.pubname = b.pubname
                                JOIN pg_catalog.pg_namespace s ON s.nspname = p.schemaname
                                JOIN pg_catalog.pg_class t ON t.relnamespace = s.oid AND t.relname = p.tablename
                               WHERE b.pubdelete
                                 AND t.oid IN (SELECT relid FROM pg_catalog.pg_partition_ancestors(%1$s))) END"""),

    /** A generated column whose expression is not the parent's: the row would show another value afterwards. */
    GENERATED_OTHERWISE("""
            EXISTS (SELECT FROM pg_catalog.pg_inherits i
                      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.inhrelid AND a.attgenerated <> ''
                      JOIN pg_catalog.pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
                      JOIN pg_catalog.pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
                      LEFT JOIN pg_catalog.pg_attrdef pv ON pv.adrelid = pa.attrelid AND pv.adnum = pa.attnum
                     WHERE i.inhrelid = %1$s AND NOT a.attisdropped
                       AND pg_catalog.pg_get_expr(v.adbin, v.adrelid)
                               IS DISTINCT FROM pg_catalog.pg_get_expr(pv.adbin, pv.adrelid))""");

    private final String condition;

    MoveObstacle(String condition) {
        this.condition = condition;
    }

    /** An SQL array of the names of those that a partition has, in this order. */
    public static Expression namesFor(Expression oid) {
        return new Expression(Arrays.stream(values())
                .map(obstacle -> "CASE WHEN " + obstacle.condition(oid) + " THEN '" + obstacle.name() + "' END")
                .collect(Collectors.joining(", ", "pg_catalog.array_remove(ARRAY[", "], NULL)")));
    }

    /** Whether a partition has none of them. */
    static String none(long oid) {
        Expression literal = new Expression(oid + "::oid");
        return Arrays.stream(values())
                .map(obstacle -> "NOT (" + obstacle.condition(literal) + ")")
                .collect(Collectors.joining(" AND "));
    }

    private String condition(Expression oid) {
        return condition.formatted(oid.sql()).replaceAll("\\s+", " ");
    }
}
