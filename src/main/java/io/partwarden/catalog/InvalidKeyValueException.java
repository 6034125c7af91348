package io.partwarden.catalog;

/**
 * A text that the type of a key column does not read, or that a domain's CHECK refuses. Nothing was touched; the message names neither
 * the value nor the server's words.
 */
public final class InvalidKeyValueException extends RuntimeException {

    private final int column;
    private final String text;

    InvalidKeyValueException(int column, String text) {
        super("A value that the type of key column " + column + " does not read");
        this.column = column;
        this.text = text;
    }

    /** Which column of the partition key, from 0. */
    public int column() {
        return column;
    }

    public String text() {
        return text;
    }
}
