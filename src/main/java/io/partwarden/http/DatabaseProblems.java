package io.partwarden.http;

import io.partwarden.shared.Problem;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * Which failures of a database mean that it is away rather than that we are wrong: no connection, SQLSTATE class 08 (connection
 * lost), 57P (shut down or starting, PostgreSQL appendix A) and 53 (out of connections, memory or disk).
 */
final class DatabaseProblems {

    private static final Duration WAIT = Duration.ofSeconds(5);

    private DatabaseProblems() {}

    static Optional<Problem> problem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotGetJdbcConnectionException
                    || cause instanceof SQLTransientConnectionException
                    || (cause instanceof SQLException sql && isAway(sql.getSQLState()))) {
                return Optional.of(Problem.of(
                                HttpProblems.DATABASE_UNAVAILABLE,
                                "A database that this request needs cannot be reached at the moment; try again.")
                        .retryAfter(WAIT)
                        .causedBy(failure));
            }
        }
        return Optional.empty();
    }

    private static boolean isAway(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53"));
    }
}
