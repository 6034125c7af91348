package io.partwarden.catalog;

import io.partwarden.targets.Target;
import io.partwarden.targets.TargetProblems;
import io.partwarden.targets.TargetSessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A look at rows that gives up soon, whether they are many or somebody holds the table. */
final class RowLook {

    static final Duration LIMIT = Duration.ofSeconds(2);

    /** SQLSTATEs query_canceled (the statement timeout) and lock_not_available (the lock timeout). */
    private static final Set<String> GIVEN_UP = Set.of(DefaultReader.TOO_LONG, "55P03");

    private final TargetSessions sessions;
    private final Target target;

    RowLook(TargetSessions sessions, Target target) {
        this.sessions = sessions;
        this.target = target;
    }

    /** @param told false if the time did not do */
    record Seen(boolean told, @Nullable String text) {}

    /** The first column of the only row. */
    Seen at(String query, Duration limit) {
        // A plain statement: in a prepared one the driver would take an operator such as ? for a parameter.
        try (Connection connection = sessions.open(target);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute("SET LOCAL statement_timeout = " + Math.max(1, limit.toMillis()));
                return seen(statement, query);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw TargetProblems.of(target, e);
        }
    }

    private static Seen seen(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return new Seen(true, row.next() ? row.getString(1) : null);
        } catch (SQLException e) {
            if (GIVEN_UP.contains(String.valueOf(e.getSQLState()))) {
                return new Seen(false, null);
            }
            throw e;
        }
    }
}
