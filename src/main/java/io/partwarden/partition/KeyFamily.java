package io.partwarden.partition;

/** What kind of arithmetic a key column's type allows; a domain counts as its base type. */
public enum KeyFamily {
    DATE,
    TIMESTAMP,
    TIMESTAMPTZ,
    /** smallint, integer, bigint. */
    INTEGER,
    NUMERIC,
    /** Ordered by the server, but not ours to count in. */
    OTHER
}
