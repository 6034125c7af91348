package io.partwarden.maintenance.fleet;

import io.partwarden.sql.QualifiedName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target.
 *
 * @param etag of the settings that it was read by
 * @param triedAt when it was last read, with whatever success
 * @param asOf when {@code tables} were so; null if the target never answered
 * @param outage null while it answers
 */
record TargetReading(
        String target,
        String etag,
        Instant triedAt,
        @Nullable Instant asOf,
        @Nullable Outage outage,
        Map<QualifiedName, TableReading> tables) {

    TargetReading {
        tables = Map.copyOf(tables);
    }

    /**
     * @param code of the problem that reading it met
     * @param detail for people
     */
    record Outage(Instant since, String code, String detail) {}

    static TargetReading unknown(String target, String etag, Instant now) {
        return new TargetReading(
                target,
                etag,
                now,
                null,
                new Outage(
                        now,
                        "target-timeout",
                        "Target '" + target + "' has not answered yet since the service started."),
                Map.of());
    }

    boolean isUp() {
        return outage == null;
    }

    Optional<TableReading> table(QualifiedName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** The tables as they were, and that the target does not answer any more. */
    TargetReading failed(Instant now, String code, String detail) {
        Outage before = outage;
        return new TargetReading(
                target, etag, now, asOf, new Outage(before == null ? now : before.since(), code, detail), tables);
    }
}
