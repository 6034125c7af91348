package io.partwarden.security;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A change as the audit trail shows it: its end, or its start while it has none. */
record AuditResponse(
        long id,
        UUID changeId,
        Instant at,
        @JsonUnwrapped Origin origin,
        @JsonUnwrapped AuditEntry.Subject subject,
        @JsonUnwrapped Work work,
        @JsonUnwrapped Result result) {

    record Work(@Nullable JsonNode plan, List<String> sql) {}

    record Result(
            String outcome, @Nullable String code, @Nullable String detail, long durationMs) {}

    static AuditResponse of(ResultSet row, JsonMapper json) throws SQLException {
        String plan = row.getString("plan");
        return new AuditResponse(
                row.getLong("id"),
                row.getObject("change_id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new Origin(
                        row.getString("actor"),
                        row.getString("role"),
                        row.getString("remote_address"),
                        row.getString("request_id"),
                        row.getString("method"),
                        row.getString("path")),
                new AuditEntry.Subject(
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("table_name"),
                        row.getString("object")),
                new Work(plan == null ? null : json.readTree(plan), List.of((String[])
                        row.getArray("sql").getArray())),
                new Result(
                        row.getString("outcome"),
                        row.getString("code"),
                        row.getString("detail"),
                        row.getLong("duration_ms")));
    }
}
