package io.partwarden.targets;

import io.partwarden.shared.Problem;
import io.partwarden.targets.TargetReport.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Looks at a target over connections of its own: first as the bare login, then as every session of ours is. What fails becomes a
 * finding, so a bad target is a good answer.
 */
@Component
final class TargetCheck {

    private static final String SCHEMAS = """
            SELECT n.nspname AS name, pg_catalog.has_schema_privilege(n.oid, 'CREATE') AS can_create
            FROM pg_catalog.pg_namespace n
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND (pg_catalog.cardinality(:schemas) = 0 OR n.nspname = ANY (:schemas))
            ORDER BY n.nspname
            """;

    private static final String BACKEND = "SELECT pg_catalog.pg_backend_pid()";

    private final TargetConnector connector;
    private final SessionSetup setup;
    private final Clock clock;

    TargetCheck(TargetConnector connector, OwnMetadata metadata, TargetProperties properties, Clock clock) {
        this.connector = connector;
        this.setup = new SessionSetup(properties.sessions(), metadata);
        this.clock = clock;
    }

    TargetReport report(Target target) {
        List<Finding> problems = new ArrayList<>();
        ServerFacts facts = null;
        List<String> canCreate = List.of();
        boolean reachable = false;
        try (Connection connection = connector.connect(target, "any")) {
            reachable = true;
            setup.limit(connection, target);
            Instant before = clock.instant();
            facts = ServerFacts.read(client(connection));
            problems.addAll(facts.findings(target, before, clock.instant()));
            if (connection.unwrap(PGConnection.class).getBackendPID() != facts.backend()) {
                problems.add(pooler(target, connection));
            }
            setup.apply(connection, target);
            canCreate = schemas(target, connection, problems);
        } catch (Problem e) {
            problems.add(finding(e));
        } catch (SQLException e) {
            problems.add(finding(TargetProblems.of(target, e)));
        } catch (DataAccessException e) {
            problems.add(finding(
                    e.getRootCause() instanceof SQLException sql
                            ? TargetProblems.of(target, sql)
                            : TargetProblems.failed(target).causedBy(e)));
        }
        return new TargetReport(reachable, facts == null ? null : facts.server(), canCreate, problems);
    }

    private static List<String> schemas(Target target, Connection connection, List<Finding> problems) {
        List<SchemaRow> found = client(connection)
                .sql(SCHEMAS)
                .param("schemas", target.schemas().toArray(String[]::new))
                .query(SchemaRow.class)
                .list();
        for (String wanted : target.schemas()) {
            if (found.stream().noneMatch(schema -> schema.name().equals(wanted))) {
                problems.add(new Finding(
                        "schema-missing",
                        "There is no schema '" + wanted + "'.",
                        "Create it, or take it from the target's schemas."));
            }
        }
        List<String> canCreate =
                found.stream().filter(SchemaRow::canCreate).map(SchemaRow::name).toList();
        if (canCreate.isEmpty() && target.mode() == TargetMode.OPERATE) {
            problems.add(new Finding(
                    "cannot-create",
                    "The role may create tables in no schema.",
                    "GRANT USAGE, CREATE ON SCHEMA ... TO its owner role, as docs/grants/operate.sql does, or set the"
                            + " target's mode to observe."));
        }
        return canCreate;
    }

    /**
     * Something stands between: the server is not the one that greeted us. If a second session gets the backend that the first one
     * had, while that is still open, then sessions are shared between transactions, and what is SET in one is not there in the next.
     */
    private Finding pooler(Target target, Connection connection) throws SQLException {
        try (Connection second = connector.connect(target, "any")) {
            int first = client(connection).sql(BACKEND).query(Integer.class).single();
            int other = client(second).sql(BACKEND).query(Integer.class).single();
            return first == other
                    ? new Finding(
                            "transaction-pooler",
                            "A pooler in front of the server hands its sessions from one transaction to another, so that"
                                    + " settings do not last and changes without a transaction cannot be made safely.",
                            "Give the address of the server itself, or of a pool in session mode.")
                    : new Finding(
                            "pooler",
                            "A pooler or proxy stands in front of the server; cancelling and watching sessions may not"
                                    + " work through it.",
                            "Give the address of the server itself.");
        }
    }

    private static Finding finding(Problem problem) {
        return new Finding(problem.type().slug(), problem.type().title() + ".", problem.detail());
    }

    private static JdbcClient client(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    private record SchemaRow(String name, boolean canCreate) {}
}
