package io.partwarden.maintenance.fleet;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be wrong; docs/operations.md tells what to do about each. */
enum FindingKind {
    GAP,
    DEFAULT_FILLED,
    PENDING_DETACH,
    ORPHAN,
    DRIFT,
    INVALID_INDEX,
    NOT_ANALYSED,
    MAINTENANCE_FAILING,
    PREMAKE_SHORT,
    TARGET_DOWN,
    POLICY_TABLE_MISSING,
    RETIREMENT_STUCK,
    CONFIRM_FIRST_RUN;

    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
