package io.partwarden.sql;

/** String constants for DDL, which knows no bind parameters. Sessions pin standard_conforming_strings, so only quotes are doubled. */
public final class Literal {

    private Literal() {}

    /** @throws IllegalArgumentException for NUL, which PostgreSQL text cannot hold */
    public static String of(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("PostgreSQL text cannot hold NUL");
        }
        return '\'' + value.replace("'", "''") + '\'';
    }
}
