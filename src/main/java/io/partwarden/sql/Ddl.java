package io.partwarden.sql;

/**
 * One statement that changes a target. Only this package's builders make one, from identifiers, literals and expressions, and
 * only this type is executed.
 */
public final class Ddl {

    private final String sql;

    Ddl(String sql) {
        this.sql = sql;
    }

    public String sql() {
        return sql;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ddl that && sql.equals(that.sql);
    }

    @Override
    public int hashCode() {
        return sql.hashCode();
    }

    @Override
    public String toString() {
        return sql;
    }
}
