package io.partwarden.sql;

import java.nio.charset.StandardCharsets;

/**
 * The name of a table, column, schema, role ... as PostgreSQL stores it: 1 to 63 bytes of UTF-8 (NAMEDATALEN - 1), without NUL. It
 * is always written quoted, so case, reserved words and quotes in it mean nothing. A longer name is refused, since the server would
 * cut it silently and two names could become one.
 */
public record Identifier(String value) implements Comparable<Identifier> {

    public static final int MAX_BYTES = 63;

    public Identifier {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Not a PostgreSQL name: 1 to 63 bytes of UTF-8 without NUL are needed");
        }
    }

    public static boolean isValid(String value) {
        return !value.isEmpty()
                && value.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(value)
                && value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    public String quoted() {
        return '"' + value.replace("\"", "\"\"") + '"';
    }

    @Override
    public int compareTo(Identifier other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
