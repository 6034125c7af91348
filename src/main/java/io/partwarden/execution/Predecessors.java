package io.partwarden.execution;

import io.partwarden.shared.Problem;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions that a replaced caller has left on a target. */
final class Predecessors {

    // Sessions of the same login in the same database alone: names are anybody's to choose.
    private static final String THEIRS = """
             FROM pg_catalog.pg_stat_activity
             WHERE datname = pg_catalog.current_database() AND usename = SESSION_USER AND pid <> pg_catalog.pg_backend_pid()
               AND pg_catalog.starts_with(application_name, :prefix) AND application_name <> :mine
            """;

    private static final String END = "SELECT pg_catalog.pg_terminate_backend(pid, :patience)" + THEIRS;

    private static final String COUNT = "SELECT count(*)" + THEIRS;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TargetSessions sessions;

    Predecessors(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** How many there were. As the login itself, since its owner role may not end the login's sessions. */
    int end(Target target, String prefix, String mine) {
        List<Boolean> ended = sessions.watch(
                target,
                jdbc -> theirs(jdbc, END, prefix, mine)
                        .param("patience", PATIENCE.toMillis())
                        .query(Boolean.class)
                        .list());
        // In a transaction of its own: within one, a server shows the sessions that were there at its first look.
        int left = sessions.watch(
                target,
                jdbc -> theirs(jdbc, COUNT, prefix, mine).query(Integer.class).single());
        if (left > 0) {
            throw Problem.of(
                            ExecutionProblem.PREDECESSOR_ACTIVE,
                            "On target '" + target.name() + "' " + left
                                    + " of our sessions still work for a replica that was"
                                    + " replaced, and did not end when told to. Nothing was begun beside them; try again later, or"
                                    + " end the sessions whose application_name begins with " + prefix + ".")
                    .retryAfter(PATIENCE);
        }
        return ended.size();
    }

    private static JdbcClient.StatementSpec theirs(JdbcClient jdbc, String sql, String prefix, String mine) {
        return jdbc.sql(sql).param("prefix", prefix).param("mine", mine);
    }
}
