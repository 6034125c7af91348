package io.partwarden.maintenance.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Until when every row of now and later finds a partition.
 *
 * @param kind whether {@code until} says it
 * @param until null unless it is {@link Kind#UNTIL}
 */
record WritesSafe(Kind kind, @Nullable Instant until) implements Comparable<WritesSafe> {

    static final WritesSafe NOT_NOW = new WritesSafe(Kind.NOT_NOW, null);
    static final WritesSafe ALWAYS = new WritesSafe(Kind.ALWAYS, null);
    static final WritesSafe UNKNOWN = new WritesSafe(Kind.UNKNOWN, null);

    /** The worst first. */
    enum Kind {
        /** Rows of now are refused. */
        NOT_NOW("1"),
        UNTIL("2"),
        /** A partition without an end or a default takes whatever comes. */
        ALWAYS("3"),
        /** The key is no time. */
        UNKNOWN("4");

        private final String rank;

        Kind(String rank) {
            this.rank = rank;
        }

        /** A text whose order is that of kinds. */
        String rank() {
            return rank;
        }
    }

    static WritesSafe until(Instant until) {
        return new WritesSafe(Kind.UNTIL, until);
    }

    boolean endsBefore(Instant moment) {
        return kind == Kind.NOT_NOW || (until != null && until.isBefore(moment));
    }

    @Override
    public int compareTo(WritesSafe other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 || until == null || other.until == null ? byKind : until.compareTo(other.until);
    }
}
