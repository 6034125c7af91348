package io.partwarden.sql;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table as its own catalog writes it: every {@link Expression} is the server's deparse under {@code search_path=pg_catalog} and {@code
 * TimeZone=UTC}, so it can be executed elsewhere as it is.
 *
 * @param partitionBy pg_get_partkeydef, null for a leaf
 * @param partitionOf null for the topmost table
 * @param partitions direct children, in the order of their bounds
 */
public record TableSource(
        QualifiedName name,
        List<Column> columns,
        @Nullable Expression partitionBy,
        @Nullable Attachment partitionOf,
        Parts parts,
        List<Comment> comments,
        List<TableSource> partitions) {

    public TableSource {
        columns = List.copyOf(columns);
        comments = List.copyOf(comments);
        partitions = List.copyOf(partitions);
    }

    /**
     * @param type format_type
     * @param definition what follows the type: {@code DEFAULT ..}, {@code GENERATED ..}, {@code NOT NULL}
     */
    public record Column(Identifier name, Expression type, Definition definition) {}

    /**
     * @param defaultValue pg_get_expr, also of a generation expression
     * @param generated STORED or VIRTUAL, null for an ordinary default
     * @param identity ALWAYS or BY DEFAULT
     * @param collation null for the type's own
     */
    public record Definition(
            boolean notNull,
            @Nullable Expression defaultValue,
            @Nullable String generated,
            @Nullable String identity,
            @Nullable QualifiedName collation) {}

    /** @param bound {@code FOR VALUES ..} or {@code DEFAULT}, as pg_get_expr writes relpartbound */
    public record Attachment(QualifiedName parent, Expression bound) {}

    /**
     * What is made after the columns.
     *
     * @param constraints CHECK, primary key, unique and foreign key constraints, but none that it inherits
     * @param indexes those that no constraint owns and that are no partition of another index: pg_get_indexdef
     */
    public record Parts(List<Constraint> constraints, List<Expression> indexes) {
        public static final Parts NONE = new Parts(List.of(), List.of());

        public Parts {
            constraints = List.copyOf(constraints);
            indexes = List.copyOf(indexes);
        }
    }

    /** @param definition pg_get_constraintdef */
    public record Constraint(Identifier name, Expression definition) {}

    /** @param column null for the table's own */
    public record Comment(@Nullable Identifier column, String text) {
        Optional<Identifier> onColumn() {
            return Optional.ofNullable(column);
        }
    }
}
