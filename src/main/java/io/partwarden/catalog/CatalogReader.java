package io.partwarden.catalog;

import io.partwarden.partition.KeySpace;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.Expression;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetProblems;
import io.partwarden.targets.TargetSessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads a target's catalog. Every answer is one consistent state of it; temporary tables and schemas that the target's settings leave
 * out do not exist here. Failures of the target are {@link TargetProblems}.
 */
@Component
public final class CatalogReader {

    private final TargetSessions sessions;

    CatalogReader(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** What planning a change of a table's partitions needs; empty if there is no partitioned table of that name. */
    public Optional<TableSnapshot> snapshot(Target target, QualifiedName table) {
        if (!target.shows(table.schema().value())) {
            return Optional.empty();
        }
        return read(target, session -> new SnapshotReader(session).read(table));
    }

    /**
     * The server's reading and order of all values in the snapshot's bounds and of {@code extra}, one set per key column (none for a
     * column: an empty set). Special inputs such as {@code today} are read now: their canonical text is what counts.
     *
     * @throws InvalidKeyValueException for a text that its column's type does not read
     */
    public KeySpace keySpace(Target target, TableSnapshot table, List<Set<String>> extra) {
        return read(
                target,
                session -> new KeySpaceReader(
                                session, table.parent().oid(), table.parent().key())
                        .of(table.partitions().stream().map(Partition::bound).toList(), extra));
    }

    /**
     * Whether the table or its partitions hold a row that meets the condition; empty if a look of two seconds did not tell. Whoever must
     * know lets the server prove it.
     */
    public Optional<Boolean> anyRow(Target target, QualifiedName table, Expression condition) {
        // A plain statement: in a prepared one the driver would take an operator such as ? for a parameter.
        try (Connection connection = sessions.open(target);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(DefaultReader.BRIEFLY);
                return anyRow(statement, table, condition);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw TargetProblems.of(target, e);
        }
    }

    private static Optional<Boolean> anyRow(Statement statement, QualifiedName table, Expression condition)
            throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT EXISTS (SELECT FROM " + table.quoted() + " WHERE " + condition.sql() + ")")) {
            row.next();
            return Optional.of(row.getBoolean(1));
        } catch (SQLException e) {
            if (DefaultReader.TOO_LONG.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T read(Target target, Function<JdbcClient, T> work) {
        return sessions.read(target, session -> {
            session.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").update();
            return work.apply(session);
        });
    }
}
