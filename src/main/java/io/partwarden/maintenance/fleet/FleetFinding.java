package io.partwarden.maintenance.fleet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong, and what to do about it.
 *
 * @param id the same for as long as it stands, on every replica
 * @param since when it began, or was first seen
 */
record FleetFinding(
        UUID id,
        Severity severity,
        FindingKind kind,
        @JsonUnwrapped About subject,
        @JsonUnwrapped Advice advice,
        @Nullable Instant since,
        Map<String, Object> details) {

    /** What it is about; schema and table are null for a whole target. */
    record About(
            String target,
            @Nullable String schema,
            @Nullable String table) {}

    /**
     * @param message what is so, for people
     * @param remedy the call to make, or the SQL to look at
     */
    record Advice(String message, String remedy) {}

    /** @param object of the table that it is about, such as an index; empty where it is about all of it */
    static UUID id(FindingKind kind, About subject, String object) {
        // Names hold no NUL, so no two findings have one text.
        String all =
                String.join("\0", kind.text(), subject.target(), "" + subject.schema(), "" + subject.table(), object);
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
    }

    FleetFinding since(@Nullable Instant first) {
        return new FleetFinding(id, severity, kind, subject, advice, first, details);
    }
}
