package io.partwarden.table;

import io.partwarden.sql.Identifier;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A partition that is to leave its table.
 *
 * @param schema null for the table's own
 * @param confirm what the user typed to confirm: the partition's name
 */
public record Removal(
        Identifier name,
        @Nullable Identifier schema,
        Mode mode,
        @Nullable String confirm) {

    /** What becomes of the partition's table. */
    public enum Mode {
        /** It stays, with its rows. */
        DETACH,
        /** It goes, with its rows. */
        DROP;

        /** As requests and the audit trail spell it. */
        public String verb() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
