package io.partwarden.sql;

/** ANALYZE of a partitioned table, which autovacuum never does by itself. */
public final class AnalyzeDdl {

    private AnalyzeDdl() {}

    /** The table and everything below it. */
    public static Ddl whole(QualifiedName table) {
        return new Ddl("ANALYZE " + table.quoted());
    }

    /** The table's own statistics alone, from a sample of its partitions; PostgreSQL 18 and later. */
    public static Ddl only(QualifiedName table) {
        return new Ddl("ANALYZE ONLY " + table.quoted());
    }
}
