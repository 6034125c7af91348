package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.runs.Run.Job;
import io.partwarden.maintenance.runs.Run.Origin;
import io.partwarden.maintenance.runs.Run.Outcome;
import io.partwarden.maintenance.runs.Run.Times;
import io.partwarden.sql.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The runs that left a record. They are written when they have ended, any number with one statement. */
@Repository
class RunRepository {

    private static final String SAVE = """
            INSERT INTO partwarden.maintenance_run
                   (id, target, schema_name, table_name, job, actor, replica, outcome, started_at, finished_at, record, error)
            SELECT run.id, run.target, run.schema_name, run.table_name, run.job, run.actor, run.replica, run.outcome,
                   run.started_at, run.finished_at, run.record::jsonb, run.error::jsonb
              FROM unnest(CAST(:ids AS uuid[]), CAST(:targets AS text[]), CAST(:schemas AS text[]), CAST(:tables AS text[]),
                          CAST(:jobs AS text[]), CAST(:actors AS text[]), CAST(:replicas AS text[]), CAST(:outcomes AS text[]),
                          CAST(:started AS timestamptz[]), CAST(:finished AS timestamptz[]), CAST(:records AS text[]),
                          CAST(:errors AS text[]))
                   AS run(id, target, schema_name, table_name, job, actor, replica, outcome, started_at, finished_at, record,
                          error)
            """;

    private static final String COLUMNS = """
            SELECT id, target, schema_name, table_name, job, actor, replica, outcome, started_at, finished_at,
                   record::text AS record, error::text AS error
              FROM partwarden.maintenance_run
             WHERE target = :target AND schema_name = :schema AND table_name = :table AND finished_at IS NOT NULL
            """;

    private static final String FIND = COLUMNS + " AND id = :id";

    private static final String PAGE = COLUMNS + """
               AND (started_at, id) < (CAST(:before AS timestamptz), CAST(:before_id AS uuid))
             ORDER BY started_at DESC, id DESC
             LIMIT :limit
            """;

    private static final String FORGET = "DELETE FROM partwarden.maintenance_run WHERE started_at < :before";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    RunRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void save(Collection<Run> ended) {
        if (ended.isEmpty()) {
            return;
        }
        List<Run> runs = List.copyOf(ended);
        jdbc.sql(SAVE)
                .param("ids", texts(runs, run -> run.id().toString()))
                .param("targets", texts(runs, run -> run.name().target()))
                .param("schemas", texts(runs, run -> run.name().table().schema().value()))
                .param("tables", texts(runs, run -> run.name().table().name().value()))
                .param("jobs", texts(runs, run -> run.job().text()))
                .param("actors", texts(runs, run -> run.origin().actor()))
                .param("replicas", texts(runs, run -> run.origin().replica()))
                .param("outcomes", texts(runs, run -> run.outcome().text()))
                .param("started", texts(runs, run -> run.times().started().toString()))
                .param("finished", texts(runs, run -> run.times().finished().toString()))
                .param("records", texts(runs, run -> json.writeValueAsString(run.record())))
                .param("errors", texts(runs, run -> {
                    Failure error = run.error();
                    return error == null ? null : json.writeValueAsString(error);
                }))
                .update();
    }

    Optional<Run> find(ManagedName name, UUID id) {
        return of(FIND, name).param("id", id).query(this::run).optional();
    }

    /** The newest first, of those before that one. */
    List<Run> page(ManagedName name, Instant before, UUID beforeId, int limit) {
        return of(PAGE, name)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("before_id", beforeId)
                .param("limit", limit)
                .query(this::run)
                .list();
    }

    /** How many were forgotten. */
    int forget(Instant before) {
        return jdbc.sql(FORGET).param("before", before.atOffset(ZoneOffset.UTC)).update();
    }

    private JdbcClient.StatementSpec of(String sql, ManagedName name) {
        return jdbc.sql(sql)
                .param("target", name.target())
                .param("schema", name.table().schema().value())
                .param("table", name.table().name().value());
    }

    private static @Nullable String[] texts(List<Run> runs, Function<Run, @Nullable String> text) {
        return runs.stream().map(text).toArray(String[]::new);
    }

    private Run run(ResultSet row, int number) throws SQLException {
        String error = row.getString("error");
        return new Run(
                row.getObject("id", UUID.class),
                new ManagedName(
                        row.getString("target"),
                        QualifiedName.of(row.getString("schema_name"), row.getString("table_name"))),
                Job.valueOf(row.getString("job").toUpperCase(Locale.ROOT)),
                new Origin(row.getString("actor"), row.getString("replica")),
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                new Times(
                        row.getObject("started_at", OffsetDateTime.class).toInstant(),
                        row.getObject("finished_at", OffsetDateTime.class).toInstant()),
                json.readValue(row.getString("record"), RunRecord.class),
                error == null ? null : json.readValue(error, Failure.class));
    }
}
