package io.partwarden.maintenance.fleet;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How bad a finding is, the worst first. */
enum Severity {
    /** Rows are refused now or soon, or nobody knows. */
    CRITICAL("1"),
    /** Somebody has to act within days. */
    HIGH("2"),
    /** It does no harm yet. */
    MEDIUM("3"),
    LOW("4");

    private final String rank;

    Severity(String rank) {
        this.rank = rank;
    }

    /** A text whose order is that of severities. */
    String rank() {
        return rank;
    }

    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
