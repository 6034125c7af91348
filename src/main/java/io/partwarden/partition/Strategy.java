package io.partwarden.partition;

import java.util.Locale;

/** How a table is partitioned. */
public enum Strategy {
    RANGE,
    LIST,
    HASH;

    /** As {@code PARTITION BY} and our API spell it. */
    public String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }
}
