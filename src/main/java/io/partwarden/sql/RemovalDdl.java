package io.partwarden.sql;

import java.util.List;
import java.util.stream.Collectors;

/** The statements that take many partitions out at once, and those that a detached table may need afterwards. */
public final class RemovalDdl {

    private RemovalDdl() {}

    /** All of them at once or none, in one round trip: others wait for the table that was locked before. */
    public static Ddl lockAllNow(List<QualifiedName> tables, LockMode mode) {
        return new Ddl("LOCK TABLE " + join(tables, "ONLY ") + " IN " + mode.sql() + " MODE NOWAIT");
    }

    /** Refused by the server as a whole if anything depends on one of them: there is no CASCADE here. */
    public static Ddl drop(List<QualifiedName> tables) {
        return new Ddl("DROP TABLE " + join(tables, ""));
    }

    /** Fails with {@link PartitionDdl#CHANGED_MEANWHILE} unless all names mean those very tables, each a partition of the parent. */
    public static Ddl requirePartitions(KnownTable parent, List<KnownTable> partitions) {
        return PartitionDdl.require(PartitionDdl.isStill(parent.name(), parent.oid()) + " AND " + areStill(partitions)
                + " AND (SELECT count(*) FROM pg_catalog.pg_inherits WHERE NOT inhdetachpending AND inhparent = "
                + parent.oid() + " AND inhrelid IN (" + oids(partitions) + ")) = " + partitions.size());
    }

    /** Fails with {@link PartitionDdl#CHANGED_MEANWHILE} unless all names mean those very tables and none is anybody's partition. */
    public static Ddl requireDetached(List<KnownTable> tables) {
        return PartitionDdl.require(areStill(tables)
                + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid IN (" + oids(tables) + "))");
    }

    /** With its indexes, constraints and the sequences of its columns. */
    public static Ddl setSchema(QualifiedName table, Identifier schema) {
        return new Ddl("ALTER TABLE " + table.quoted() + " SET SCHEMA " + schema.quoted());
    }

    public static Ddl dropIndex(QualifiedName index) {
        return new Ddl("DROP INDEX " + index.quoted());
    }

    /** Out of a publication that names the table; for the publication's owner alone. */
    public static Ddl leavePublication(Identifier publication, QualifiedName table) {
        return new Ddl("ALTER PUBLICATION " + publication.quoted() + " DROP TABLE ONLY " + table.quoted());
    }

    private static String join(List<QualifiedName> tables, String before) {
        return tables.stream().map(table -> before + table.quoted()).collect(Collectors.joining(", "));
    }

    private static String areStill(List<KnownTable> tables) {
        return tables.stream()
                .map(table -> PartitionDdl.isStill(table.name(), table.oid()))
                .collect(Collectors.joining(" AND "));
    }

    private static String oids(List<KnownTable> tables) {
        return tables.stream().map(table -> String.valueOf(table.oid())).collect(Collectors.joining(", "));
    }
}
