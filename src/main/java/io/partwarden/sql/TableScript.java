package io.partwarden.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The whole definition of a partitioned table as SQL that makes an equal one in an empty database: the table, its keys, indexes and
 * comments, and every partition. It is for a table that nobody uses yet, so partitions are made with PARTITION OF.
 */
public final class TableScript {

    private TableScript() {}

    public static String of(TableSource table) {
        StringBuilder script = new StringBuilder("SET search_path = pg_catalog;\nSET TimeZone = 'UTC';\n");
        write(table, script);
        return script.toString();
    }

    private static void write(TableSource table, StringBuilder script) {
        script.append("\nCREATE TABLE ").append(table.name().quoted());
        Optional<TableSource.Attachment> attachment = Optional.ofNullable(table.partitionOf());
        attachment.ifPresentOrElse(
                a -> script.append(" PARTITION OF ")
                        .append(a.parent().quoted())
                        .append(' ')
                        .append(a.bound().sql()),
                () -> script.append(" (\n    ")
                        .append(String.join(",\n    ", columns(table)))
                        .append("\n)"));
        Optional.ofNullable(table.partitionBy())
                .ifPresent(key -> script.append(" PARTITION BY ").append(key.sql()));
        script.append(";\n");
        for (TableSource.Constraint constraint : table.parts().constraints()) {
            script.append("ALTER TABLE ")
                    .append(table.name().quoted())
                    .append(" ADD CONSTRAINT ")
                    .append(constraint.name().quoted())
                    .append(' ')
                    .append(constraint.definition().sql())
                    .append(";\n");
        }
        table.parts().indexes().forEach(index -> script.append(index.sql()).append(";\n"));
        table.comments().forEach(comment -> comment(table.name(), comment, script));
        table.partitions().forEach(partition -> write(partition, script));
    }

    private static List<String> columns(TableSource table) {
        List<String> lines = new ArrayList<>();
        for (TableSource.Column column : table.columns()) {
            lines.add(column.name().quoted() + " " + column.type().sql() + definition(column.definition()));
        }
        return lines;
    }

    private static String definition(TableSource.Definition definition) {
        StringBuilder sql = new StringBuilder();
        Optional.ofNullable(definition.collation())
                .ifPresent(collation -> sql.append(" COLLATE ").append(collation.quoted()));
        Optional.ofNullable(definition.identity())
                .ifPresent(kind -> sql.append(" GENERATED ").append(kind).append(" AS IDENTITY"));
        Optional.ofNullable(definition.defaultValue())
                .ifPresent(value -> sql.append(
                        definition.generated() == null
                                ? " DEFAULT " + value.sql()
                                : " GENERATED ALWAYS AS (" + value.sql() + ") " + definition.generated()));
        return sql.append(definition.notNull() ? " NOT NULL" : "").toString();
    }

    private static void comment(QualifiedName table, TableSource.Comment comment, StringBuilder script) {
        String what = comment.onColumn()
                .map(column -> "COLUMN " + table.quoted() + "." + column.quoted())
                .orElseGet(() -> "TABLE " + table.quoted());
        script.append("COMMENT ON ")
                .append(what)
                .append(" IS ")
                .append(Literal.of(comment.text()))
                .append(";\n");
    }
}
