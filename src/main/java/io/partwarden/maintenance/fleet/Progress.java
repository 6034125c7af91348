package io.partwarden.maintenance.fleet;

import io.partwarden.maintenance.ManagedName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the maintenance of a table with a policy went so far.
 *
 * @param failures in a row
 * @param left what the last run that retired, or was to, left undone; empty once a later look found nothing of it
 */
record Progress(
        ManagedName name,
        @Nullable Instant lastSuccessAt,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Reason failure,
        List<Left> left) {

    /** From so many failures in a row on it is failing: one alone may be a lock that somebody held. */
    static final int FAILING_FROM = 3;

    Progress {
        left = List.copyOf(left);
    }

    /** A stable code, and a sentence for people. */
    record Reason(@Nullable String code, @Nullable String detail) {}

    /** @param partition null where it is about the whole table */
    record Left(
            String reason,
            @Nullable String detail,
            @Nullable String partition) {}

    static Progress unknown(ManagedName name) {
        return new Progress(name, null, 0, null, null, List.of());
    }

    boolean isFailing() {
        return failures >= FAILING_FROM;
    }
}
