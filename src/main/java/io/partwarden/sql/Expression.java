package io.partwarden.sql;

/**
 * An SQL expression whose text is safe to write: deparsed by the target itself (pg_get_expr under {@code search_path=pg_catalog},
 * so every name in it is qualified and quoted), or built by this package and the partition planner from quoted parts.
 */
public record Expression(String sql) {

    /** For text that the target's own pg_get_expr, pg_get_indexdef or pg_get_constraintdef returned; never for a request's. */
    public static Expression deparsed(String sql) {
        return new Expression(sql);
    }
}
