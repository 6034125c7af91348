package io.partwarden.maintenance.fleet;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the maintenance of a table stands, in a word. */
enum MaintenanceState {
    OK,
    /** The last runs failed, three in a row at least. */
    FAILING,
    /** The table or its target is paused. */
    PAUSED,
    /** Everything is frozen. */
    FROZEN,
    /** The target is only observed. */
    OBSERVED,
    /** The policy is kept, but not followed. */
    DISABLED,
    /** The policy was not carried out yet. */
    NEVER_RUN,
    /** There is no policy. */
    UNMANAGED;

    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
