package io.partwarden.partition;

import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.SqlType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One column of a partition key, or the expression in its place (found on tables that others made; we never define one).
 *
 * @param column null where the key is an expression
 * @param expression as the server deparses it, for a column too: what a CHECK writes
 */
public record KeyColumn(@Nullable Identifier column, Expression expression, SqlType type, KeyFamily family) {

    public Optional<Identifier> name() {
        return Optional.ofNullable(column);
    }
}
