package io.partwarden.sql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The functions that a column's default may call; all are in pg_catalog and safe for anyone. */
public enum DefaultFunction {
    NOW("now", true, "timestamptz"),
    TRANSACTION_TIMESTAMP("transaction_timestamp", true, "timestamptz"),
    STATEMENT_TIMESTAMP("statement_timestamp", true, "timestamptz"),
    CLOCK_TIMESTAMP("clock_timestamp", true, "timestamptz"),
    CURRENT_TIMESTAMP("current_timestamp", false, "timestamptz"),
    LOCALTIMESTAMP("localtimestamp", false, "timestamp"),
    CURRENT_DATE("current_date", false, "date"),
    CURRENT_USER("current_user", false, "name"),
    SESSION_USER("session_user", false, "name"),
    GEN_RANDOM_UUID("gen_random_uuid", true, "uuid"),
    UUIDV4("uuidv4", true, "uuid"),
    UUIDV7("uuidv7", true, "uuid");

    private static final int FIRST_WITH_UUID_VERSIONS = 18;

    private final String word;
    private final boolean parentheses;
    private final String type;

    DefaultFunction(String word, boolean parentheses, String type) {
        this.word = word;
        this.parentheses = parentheses;
        this.type = type;
    }

    static Optional<DefaultFunction> named(String word) {
        return Arrays.stream(values()).filter(f -> f.word.equals(word)).findFirst();
    }

    /** As users write it: {@code now()}, {@code current_date}. */
    public String display() {
        return parentheses ? word + "()" : word;
    }

    /** The result type's name in pg_catalog. */
    public String type() {
        return type;
    }

    /** The first major version that has it. */
    public int since() {
        return this == UUIDV4 || this == UUIDV7 ? FIRST_WITH_UUID_VERSIONS : 0;
    }

    boolean hasParentheses() {
        return parentheses;
    }

    /** The words without parentheses are SQL's own and cannot be qualified. */
    String sql() {
        return parentheses ? "pg_catalog." + word + "()" : display().toUpperCase(Locale.ROOT);
    }
}
