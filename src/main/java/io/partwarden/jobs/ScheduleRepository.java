package io.partwarden.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** db-scheduler's table, as far as its own client does not allow for an instance that is just running. */
@Repository
class ScheduleRepository {

    private static final String ENSURE = """
            INSERT INTO partwarden.scheduled_tasks AS s
                (task_name, task_instance, task_data, execution_time, picked, version)
            VALUES (:task, :instance, :every, :first, false, 1)
            ON CONFLICT (task_name, task_instance) DO UPDATE
            SET task_data = excluded.task_data,
                execution_time = CASE WHEN s.picked THEN s.execution_time
                                      ELSE least(s.execution_time, excluded.execution_time) END
            WHERE s.task_data IS DISTINCT FROM excluded.task_data
            """;

    private static final String CANCEL =
            "DELETE FROM partwarden.scheduled_tasks WHERE task_name = :task AND task_instance = :instance";

    private static final String RUN_SOON = """
            UPDATE partwarden.scheduled_tasks SET execution_time = :now
            WHERE task_name = :task AND task_instance = :instance AND (picked OR execution_time > :now)
            """;

    private static final String INSTANCES =
            "SELECT task_instance FROM partwarden.scheduled_tasks WHERE task_name = :task ORDER BY task_instance";

    private static final String LOCK = """
            SELECT version, execution_time, task_data FROM partwarden.scheduled_tasks
            WHERE task_name = :task AND task_instance = :instance
            FOR UPDATE
            """;

    private final JdbcClient jdbc;

    ScheduleRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void ensure(String task, String instance, Duration every, Instant first) {
        at(ENSURE, task, instance)
                .param("every", DurationText.INSTANCE.serialize(every))
                .param("first", timestamp(first))
                .update();
    }

    void cancel(String task, String instance) {
        at(CANCEL, task, instance).update();
    }

    void runSoon(String task, String instance, Instant now) {
        at(RUN_SOON, task, instance).param("now", timestamp(now)).update();
    }

    List<String> instances(String task) {
        return jdbc.sql(INSTANCES).param("task", task).query(String.class).list();
    }

    /** Until the end of the transaction. */
    Optional<Schedule> lock(String task, String instance) {
        return at(LOCK, task, instance)
                .query((row, n) -> new Schedule(
                        row.getLong("version"),
                        row.getObject("execution_time", OffsetDateTime.class).toInstant(),
                        DurationText.INSTANCE.deserialize(Duration.class, row.getBytes("task_data"))))
                .optional();
    }

    private JdbcClient.StatementSpec at(String sql, String task, String instance) {
        return jdbc.sql(sql).param("task", task).param("instance", instance);
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * @param version raised by db-scheduler with each pick and each end of a run
     */
    record Schedule(long version, Instant due, Duration every) {}
}
