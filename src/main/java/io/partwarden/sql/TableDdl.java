package io.partwarden.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE for a partitioned table. */
public final class TableDdl {

    private TableDdl() {}

    /**
     * @param defaultValue null for none, as is {@code identity}
     * @param identity ALWAYS or BY DEFAULT
     */
    public record Column(
            Identifier name,
            SqlType type,
            boolean nullable,
            @Nullable Expression defaultValue,
            @Nullable String identity) {}

    /** A table constraint; its name is always ours or the user's, never PostgreSQL's choice. */
    public record PrimaryKey(Identifier name, List<Identifier> columns) {
        public PrimaryKey {
            columns = List.copyOf(columns);
        }
    }

    /**
     * @param primaryKey null for none
     * @param partitionBy as {@link PartitionDdl#partitionBy} writes it
     */
    public static Ddl create(
            QualifiedName table, List<Column> columns, @Nullable PrimaryKey primaryKey, Expression partitionBy) {
        List<String> lines = new ArrayList<>();
        columns.forEach(column -> lines.add(column(column)));
        Optional.ofNullable(primaryKey)
                .ifPresent(key -> lines.add("CONSTRAINT " + key.name().quoted() + " PRIMARY KEY ("
                        + key.columns().stream().map(Identifier::quoted).collect(Collectors.joining(", ")) + ")"));
        return new Ddl("CREATE TABLE " + table.quoted() + " (\n    " + String.join(",\n    ", lines)
                + "\n) PARTITION BY " + partitionBy.sql());
    }

    private static String column(Column column) {
        StringBuilder sql = new StringBuilder(column.name().quoted())
                .append(' ')
                .append(column.type().quoted());
        Optional.ofNullable(column.defaultValue())
                .ifPresent(value -> sql.append(" DEFAULT ").append(value.sql()));
        Optional.ofNullable(column.identity())
                .ifPresent(kind -> sql.append(" GENERATED ").append(kind).append(" AS IDENTITY"));
        return sql.append(column.nullable() ? "" : " NOT NULL").toString();
    }
}
