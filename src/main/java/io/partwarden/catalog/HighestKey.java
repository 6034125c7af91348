package io.partwarden.catalog;

import org.jspecify.annotations.Nullable;

/**
 * The highest value of a key column that rows have.
 *
 * @param known false if a look of two seconds did not tell
 * @param text in the server's own form; null if not known, or if there is no row
 */
public record HighestKey(boolean known, @Nullable String text) {

    static final HighestKey UNKNOWN = new HighestKey(false, null);
}
