package io.partwarden.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.postgresql.PGConnection;

/**
 * Runs a plan and holds its predicted locks against the server's. After each step, on every table that was there before the
 * transaction, the locks predicted so far must make exactly the same requests wait as the locks that pg_locks shows: a weaker mode
 * beside a stronger one is no difference, any other mode or table is. A statement outside a transaction has let go of its locks
 * when it is done; LockContractIT sees those from outside.
 */
public final class PlanLocks {

    private PlanLocks() {}

    /** As the database's owner; every transaction is committed. */
    public static void verify(Plan plan, TestDatabase database) {
        verify(plan, database, UnaryOperator.identity());
    }

    /** @param asRun what to send for a statement of the plan, such as one with other oids */
    public static void verify(Plan plan, TestDatabase database, UnaryOperator<String> asRun) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET search_path = pg_catalog");
            for (PlannedTransaction transaction : plan.transactions()) {
                if (transaction.mode() == Mode.AUTOCOMMIT) {
                    for (Step step : transaction.steps()) {
                        statement.execute(asRun.apply(step.ddl().sql()));
                    }
                } else {
                    verify(transaction, connection, statement, asRun);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void verify(
            PlannedTransaction transaction, Connection connection, Statement statement, UnaryOperator<String> asRun)
            throws SQLException {
        TableLocks tables = TableLocks.onTablesOf(connection);
        int pid = connection.unwrap(PGConnection.class).getBackendPID();
        Map<QualifiedName, Set<LockMode>> predicted = new TreeMap<>();
        connection.setAutoCommit(false);
        for (Step step : transaction.steps()) {
            statement.execute(asRun.apply(step.ddl().sql()));
            for (TableLock lock : step.locks()) {
                predicted
                        .computeIfAbsent(lock.relation(), table -> EnumSet.noneOf(LockMode.class))
                        .add(lock.mode());
            }
            assertThat(excluded(predicted))
                    .as("what the locks predicted up to %s exclude", step.ddl().sql())
                    .isEqualTo(excluded(tables.of(pid, connection)));
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Per table, the modes that others now have to wait for. */
    private static Map<QualifiedName, Set<LockMode>> excluded(Map<QualifiedName, Set<LockMode>> locks) {
        Map<QualifiedName, Set<LockMode>> excluded = new TreeMap<>();
        locks.forEach((table, modes) -> {
            Set<LockMode> waiting = EnumSet.noneOf(LockMode.class);
            modes.forEach(mode -> waiting.addAll(mode.conflicts()));
            excluded.put(table, waiting);
        });
        return excluded;
    }
}
