package io.partwarden.maintenance.fleet;

import io.partwarden.shared.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tables of the fleet are asked for.
 *
 * @param managed whether they have a policy; null for both
 * @param unsafeBefore only those whose writes are not safe until then; null for all
 * @param label of their target; null for any
 */
record FleetFilter(
        @Nullable Boolean managed, @Nullable Instant unsafeBefore, Map.@Nullable Entry<String, String> label) {

    private static final Duration FURTHEST = Duration.ofDays(36_525);

    static FleetFilter of(
            @Nullable Boolean managed, @Nullable String writesSafeBefore, @Nullable String label, Instant now) {
        return new FleetFilter(
                managed,
                writesSafeBefore == null ? null : ahead(writesSafeBefore, now),
                label == null ? null : label(label));
    }

    boolean takes(FleetRow row) {
        boolean labelled =
                label == null || label.getValue().equals(row.target().labels().get(label.getKey()));
        boolean wanted = managed == null || managed == (row.managed() != null);
        return labelled && wanted && (unsafeBefore == null || row.writesSafe().endsBefore(unsafeBefore));
    }

    private static Instant ahead(String text, Instant now) {
        try {
            Instant then = text.contains("T")
                    ? now.plus(Duration.parse(text))
                    : now.atOffset(ZoneOffset.UTC).plus(Period.parse(text)).toInstant();
            Duration distance = Duration.between(now, then);
            if (!distance.isNegative() && distance.compareTo(FURTHEST) <= 0) {
                return then;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw notAhead().causedBy(e);
        }
        throw notAhead();
    }

    private static Problem notAhead() {
        return Problem.invalid(
                "writes_safe_before",
                "invalid",
                "A period from now on such as P7D or PT12H, of a hundred years at most.");
    }

    private static Map.Entry<String, String> label(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw Problem.invalid("label", "invalid", "A label of the target as key=value, such as team=orders.");
        }
        return Map.entry(text.substring(0, equals), text.substring(equals + 1));
    }
}
