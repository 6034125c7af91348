package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.runs.TableState.Health;
import io.partwarden.sql.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Where maintenance of each table stands. One statement reads a target's, one writes any number of them. */
@Repository
class StateRepository {

    private static final String COLUMNS = """
            SELECT target, schema_name, table_name, fingerprint, due_at, lanes::text AS lanes, first_run_done, last_success_at,
                   failures, failing_since, failure::text AS failure
              FROM partwarden.policy_state
             WHERE target = :target
            """;

    private static final String OF_TABLE = COLUMNS + " AND schema_name = :schema AND table_name = :table";

    // Found out under a policy that was replaced or deleted meanwhile, it would say that nothing is due.
    private static final String SAVE = """
            INSERT INTO partwarden.policy_state AS s
                   (target, schema_name, table_name, fingerprint, due_at, lanes, first_run_done, last_success_at, failures,
                    failing_since, failure)
            SELECT p.target, p.schema_name, p.table_name, found.fingerprint, found.due_at, found.lanes::jsonb,
                   found.first_run_done, found.last_success_at, found.failures, found.failing_since, found.failure::jsonb
              FROM unnest(CAST(:schemas AS text[]), CAST(:tables AS text[]), CAST(:etags AS text[]),
                          CAST(:fingerprints AS text[]), CAST(:due AS timestamptz[]), CAST(:lanes AS text[]),
                          CAST(:first_runs AS boolean[]), CAST(:successes AS timestamptz[]), CAST(:failures AS integer[]),
                          CAST(:since AS timestamptz[]), CAST(:reasons AS text[]))
                   AS found(schema_name, table_name, etag, fingerprint, due_at, lanes, first_run_done, last_success_at,
                            failures, failing_since, failure)
              JOIN partwarden.policy p
                ON p.target = :target AND p.schema_name = found.schema_name AND p.table_name = found.table_name
               AND p.etag = found.etag
                ON CONFLICT (target, schema_name, table_name) DO UPDATE
               SET fingerprint = excluded.fingerprint, due_at = excluded.due_at, lanes = excluded.lanes,
                   first_run_done = excluded.first_run_done, last_success_at = excluded.last_success_at,
                   failures = excluded.failures, failing_since = excluded.failing_since, failure = excluded.failure
            """;

    private static final TypeReference<Map<String, LaneState>> LANES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    StateRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param etag of the policy that it was found out under */
    record Found(TableState state, String etag) {}

    Map<QualifiedName, TableState> ofTarget(String target) {
        return jdbc.sql(COLUMNS).param("target", target).query(this::state).list().stream()
                .collect(Collectors.toMap(state -> state.name().table(), Function.identity()));
    }

    Optional<TableState> find(ManagedName name) {
        return jdbc.sql(OF_TABLE)
                .param("target", name.target())
                .param("schema", name.table().schema().value())
                .param("table", name.table().name().value())
                .query(this::state)
                .optional();
    }

    /** All of one target. Those whose policy is another one by now are left as they are. */
    void save(String target, Collection<Found> found) {
        if (found.isEmpty()) {
            return;
        }
        List<Found> rows = List.copyOf(found);
        jdbc.sql(SAVE)
                .param("target", target)
                .param(
                        "schemas",
                        texts(rows, f -> f.state().name().table().schema().value()))
                .param(
                        "tables",
                        texts(rows, f -> f.state().name().table().name().value()))
                .param("etags", texts(rows, Found::etag))
                .param("fingerprints", texts(rows, f -> f.state().fingerprint()))
                .param("due", times(rows, f -> f.state().dueAt()))
                .param(
                        "lanes",
                        texts(rows, f -> json.writeValueAsString(f.state().lanes())))
                .param(
                        "first_runs",
                        rows.stream().map(f -> f.state().firstRunDone()).toArray(Boolean[]::new))
                .param("successes", times(rows, f -> f.state().health().lastSuccessAt()))
                .param(
                        "failures",
                        rows.stream().map(f -> f.state().health().failures()).toArray(Integer[]::new))
                .param("since", times(rows, f -> f.state().health().failingSince()))
                .param("reasons", texts(rows, f -> failure(f.state().health().failure())))
                .update();
    }

    private @Nullable String failure(@Nullable Failure failure) {
        return failure == null ? null : json.writeValueAsString(failure);
    }

    private static @Nullable String[] texts(List<Found> rows, Function<Found, @Nullable String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    private static @Nullable String[] times(List<Found> rows, Function<Found, @Nullable Instant> time) {
        return rows.stream()
                .map(row -> {
                    Instant at = time.apply(row);
                    return at == null ? null : at.toString();
                })
                .toArray(String[]::new);
    }

    private TableState state(ResultSet row, int number) throws SQLException {
        String failure = row.getString("failure");
        return new TableState(
                new ManagedName(
                        row.getString("target"),
                        QualifiedName.of(row.getString("schema_name"), row.getString("table_name"))),
                row.getString("fingerprint"),
                instant(row, "due_at"),
                json.readValue(row.getString("lanes"), LANES),
                row.getBoolean("first_run_done"),
                new Health(
                        instant(row, "last_success_at"),
                        row.getInt("failures"),
                        instant(row, "failing_since"),
                        failure == null ? null : json.readValue(failure, Failure.class)));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    }
}
