package io.partwarden.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that make, attach, detach and drop a partition. */
public final class PartitionDdl {

    /** SQLSTATE that a guard raises when the catalog is no longer what the plan was made for. */
    public static final String CHANGED_MEANWHILE = "PW001";

    private PartitionDdl() {}

    /**
     * A standalone table of the parent's shape: defaults, generated columns, NOT NULL, CHECK, indexes, storage, compression and column
     * comments. Identity is left out since ATTACH refuses it on 17 and later.
     *
     * @param partitionBy the key of a partition that is partitioned itself, as {@link #partitionBy} writes it
     */
    public static Ddl createLike(
            QualifiedName table,
            QualifiedName parent,
            @Nullable Expression partitionBy,
            @Nullable Identifier tablespace,
            @Nullable Identifier accessMethod,
            Map<String, String> parameters) {
        StringBuilder sql = new StringBuilder("CREATE TABLE ")
                .append(table.quoted())
                .append(" (LIKE ")
                .append(parent.quoted())
                .append(" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS)");
        Optional.ofNullable(partitionBy)
                .ifPresent(key -> sql.append(" PARTITION BY ").append(key.sql()));
        Optional.ofNullable(accessMethod)
                .ifPresent(method -> sql.append(" USING ").append(method.quoted()));
        if (!parameters.isEmpty()) {
            sql.append(" WITH (").append(storageParameters(parameters)).append(')');
        }
        Optional.ofNullable(tablespace)
                .ifPresent(space -> sql.append(" TABLESPACE ").append(space.quoted()));
        return new Ddl(sql.toString());
    }

    /** {@code RANGE ("a", "b")}. */
    public static Expression partitionBy(String strategy, List<Identifier> columns) {
        return new Expression(
                strategy + columns.stream().map(Identifier::quoted).collect(Collectors.joining(", ", " (", ")")));
    }

    /** @param bound {@code FOR VALUES ..} or {@code DEFAULT} */
    public static Ddl attach(QualifiedName parent, QualifiedName partition, Expression bound) {
        return new Ddl(
                "ALTER TABLE ONLY " + parent.quoted() + " ATTACH PARTITION " + partition.quoted() + " " + bound.sql());
    }

    public static Ddl detach(QualifiedName parent, QualifiedName partition) {
        return new Ddl("ALTER TABLE ONLY " + parent.quoted() + " DETACH PARTITION " + partition.quoted());
    }

    /** Must be a statement of its own, outside a transaction. */
    public static Ddl detachConcurrently(QualifiedName parent, QualifiedName partition) {
        return new Ddl(
                "ALTER TABLE ONLY " + parent.quoted() + " DETACH PARTITION " + partition.quoted() + " CONCURRENTLY");
    }

    public static Ddl finalizeDetach(QualifiedName parent, QualifiedName partition) {
        return new Ddl("ALTER TABLE ONLY " + parent.quoted() + " DETACH PARTITION " + partition.quoted() + " FINALIZE");
    }

    /** Refused by the server if anything depends on the table: there is no CASCADE here. */
    public static Ddl drop(QualifiedName table) {
        return new Ddl("DROP TABLE " + table.quoted());
    }

    /** Fails with {@link #CHANGED_MEANWHILE} unless the name still means that very table and it is nobody's partition. */
    public static Ddl requireDetached(QualifiedName table, long oid) {
        return require(isStill(table, oid) + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = "
                + oid + ")");
    }

    /** Fails with {@link #CHANGED_MEANWHILE} unless both names still mean those very tables and one is the other's partition. */
    public static Ddl requirePartition(QualifiedName parent, long parentOid, QualifiedName table, long oid) {
        return require(isStill(parent, parentOid) + " AND " + isStill(table, oid)
                + " AND EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = " + oid + " AND inhparent = "
                + parentOid + ")");
    }

    /**
     * Fails with {@link #CHANGED_MEANWHILE} unless the parent is that very table and has just the default partition and as many
     * foreign-key neighbours as the plan locks: an ATTACH would wait for any other.
     *
     * @param defaultOid 0 for none
     */
    public static Ddl requireNeighbours(
            QualifiedName parent, long parentOid, long defaultOid, int referenced, int referencing) {
        return require(isStill(parent, parentOid)
                + " AND (SELECT partdefid FROM pg_catalog.pg_partitioned_table WHERE partrelid = " + parentOid + ") = "
                + defaultOid + " AND " + foreignKeys("confrelid", "conrelid", parentOid) + " = " + referenced + " AND "
                + foreignKeys("conrelid", "confrelid", parentOid) + " = " + referencing);
    }

    private static String foreignKeys(String counted, String side, long oid) {
        return "(SELECT count(DISTINCT " + counted + ") FROM pg_catalog.pg_constraint WHERE contype = 'f' AND " + side
                + " = " + oid + ")";
    }

    static String isStill(QualifiedName table, long oid) {
        return "pg_catalog.to_regclass(" + Literal.of(table.quoted()) + ") = " + oid + "::oid";
    }

    static Ddl require(String condition) {
        String body =
                "BEGIN IF (" + condition + ") IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = '" + CHANGED_MEANWHILE
                        + "', MESSAGE = 'the catalog is not the one that the plan was made for'; END IF; END";
        return new Ddl("DO " + Literal.of(body));
    }

    /**
     * ALTER TABLE .. REPLICA IDENTITY USING INDEX of the partition's index that belongs to the parent's: PostgreSQL named it, so it is
     * looked up when the statement runs.
     */
    public static Ddl replicaIdentityIndex(QualifiedName partition, QualifiedName parentIndex) {
        String body = "DECLARE i name; BEGIN SELECT c.relname INTO STRICT i FROM pg_catalog.pg_inherits h"
                + " JOIN pg_catalog.pg_index x ON x.indexrelid = h.inhrelid"
                + " JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid WHERE h.inhparent = "
                + Literal.of(parentIndex.quoted()) + "::regclass AND x.indrelid = "
                + Literal.of(partition.quoted()) + "::regclass; EXECUTE pg_catalog.format('ALTER TABLE %s"
                + " REPLICA IDENTITY USING INDEX %I', " + Literal.of(partition.quoted()) + ", i); END";
        return new Ddl("DO " + Literal.of(body));
    }

    /** The first lock of a transaction: may wait as long as its lock_timeout allows. */
    public static Ddl lock(QualifiedName table, LockMode mode) {
        return new Ddl("LOCK TABLE ONLY " + table.quoted() + " IN " + mode.sql() + " MODE");
    }

    /** Every further lock: at once or not at all, since lock_timeout would count anew for each. */
    public static Ddl lockNow(QualifiedName table, LockMode mode) {
        return new Ddl(lock(table, mode).sql() + " NOWAIT");
    }

    /** A CHECK that new rows must meet at once and old rows are not yet looked at. */
    public static Ddl addCheckNotValid(QualifiedName table, Identifier constraint, Expression condition) {
        return new Ddl("ALTER TABLE ONLY " + table.quoted() + " ADD CONSTRAINT " + constraint.quoted() + " CHECK ("
                + condition.sql() + ") NOT VALID");
    }

    public static Ddl validateConstraint(QualifiedName table, Identifier constraint) {
        return new Ddl("ALTER TABLE ONLY " + table.quoted() + " VALIDATE CONSTRAINT " + constraint.quoted());
    }

    public static Ddl dropConstraint(QualifiedName table, Identifier constraint) {
        return new Ddl("ALTER TABLE ONLY " + table.quoted() + " DROP CONSTRAINT IF EXISTS " + constraint.quoted());
    }

    private static String storageParameters(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(e -> parameterName(e.getKey()) + " = " + Literal.of(e.getValue()))
                        .collect(Collectors.joining(", "));
    }

    /** {@code toast.autovacuum_enabled} has its namespace before the dot. */
    private static String parameterName(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? new Identifier(name).quoted()
                : new Identifier(name.substring(0, dot)).quoted() + "."
                        + new Identifier(name.substring(dot + 1)).quoted();
    }
}
