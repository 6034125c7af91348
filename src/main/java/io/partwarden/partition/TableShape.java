package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An existing table in the terms of a {@link TableDefinition}, for telling whether the two are equal. All texts are the server's own,
 * read under {@code search_path=pg_catalog}.
 *
 * @param partitionBy null where the table is not partitioned
 * @param primaryKey column names in key order, empty for none
 * @param indexes all but the primary key's
 */
public record TableShape(
        QualifiedName table,
        List<Column> columns,
        List<String> primaryKey,
        @Nullable PartitionBy partitionBy,
        List<Index> indexes) {

    public TableShape {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        indexes = List.copyOf(indexes);
    }

    /**
     * @param type format_type(atttypid, atttypmod)
     * @param defaultExpression pg_get_expr of the default or the generation expression
     * @param generated whether {@code defaultExpression} is a generation expression
     */
    public record Column(
            String name,
            String type,
            boolean nullable,
            @Nullable String defaultExpression,
            TableDefinition.@Nullable Identity identity,
            boolean generated) {}

    /** @param columns column names; an expression in its place as pg_get_expr writes it */
    public record PartitionBy(Strategy strategy, List<String> columns) {
        public PartitionBy {
            columns = List.copyOf(columns);
        }
    }

    /**
     * @param columns as {@code pg_get_indexdef(oid, n, true)} writes them, unquoted where it is a plain column
     * @param method the access method's name
     * @param plain whether it has no predicate, INCLUDE columns, collation, operator class or order of its own
     * @param valid false while a partition still lacks its part of it
     */
    public record Index(
            String name, List<String> columns, boolean unique, String method, boolean plain, boolean valid) {
        public Index {
            columns = List.copyOf(columns);
        }
    }
}
