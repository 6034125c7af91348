package io.partwarden.maintenance.fleet;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.fleet.Progress.Left;
import io.partwarden.maintenance.fleet.Progress.Reason;
import io.partwarden.sql.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Where maintenance stands for the tables of many targets, in one query. */
@Repository
class ProgressRepository {

    /**
     * A look that finds nothing left undone writes no run, only the time of its success; so a run that ended well before that says nothing
     * any more. A minute, since the success is noted after the run's end, and tables are not looked at more often.
     */
    private static final String FIND = """
            SELECT p.target, p.schema_name, p.table_name, s.last_success_at, coalesce(s.failures, 0) AS failures,
                   s.failing_since, s.failure IS NOT NULL AS failed, s.failure ->> 'code' AS code, s.failure ->> 'detail' AS detail,
                   CASE WHEN s.last_success_at IS NULL OR r.finished_at > s.last_success_at - interval '1 minute'
                        THEN r.left_undone END AS left_undone
              FROM partwarden.policy p
              LEFT JOIN partwarden.policy_state s USING (target, schema_name, table_name)
              LEFT JOIN LATERAL (
                SELECT r.finished_at,
                       (SELECT jsonb_agg(jsonb_build_object('reason', skip ->> 'reason', 'detail', skip ->> 'detail',
                                                            'partition', skip -> 'partition' ->> 'name'))::text
                          FROM jsonb_array_elements(r.record -> 'skipped') AS skip) AS left_undone
                  FROM partwarden.maintenance_run r
                 WHERE r.target = p.target AND r.schema_name = p.schema_name AND r.table_name = p.table_name
                   AND r.job IN ('retire', 'both') AND r.finished_at IS NOT NULL
                 ORDER BY r.started_at DESC
                 LIMIT 1) r ON true
             WHERE p.target = ANY (CAST(:targets AS text[]))
            """;

    private static final TypeReference<List<Left>> LEFT = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ProgressRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Map<ManagedName, Progress> of(Collection<String> targets) {
        return jdbc.sql(FIND).param("targets", targets.toArray(String[]::new)).query(this::progress).list().stream()
                .collect(Collectors.toMap(Progress::name, Function.identity()));
    }

    private Progress progress(ResultSet row, int number) throws SQLException {
        String left = row.getString("left_undone");
        return new Progress(
                new ManagedName(
                        row.getString("target"),
                        QualifiedName.of(row.getString("schema_name"), row.getString("table_name"))),
                instant(row, "last_success_at"),
                row.getInt("failures"),
                instant(row, "failing_since"),
                row.getBoolean("failed") ? new Reason(row.getString("code"), row.getString("detail")) : null,
                left == null ? List.of() : json.readValue(left, LEFT));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
