package io.partwarden.catalog;

import io.partwarden.partition.KeySpace;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.Expression;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads a target's catalog. Every answer is one consistent state of it; temporary tables and schemas that the target's settings leave
 * out do not exist here. Failures of the target are {@link io.partwarden.targets.TargetProblems}.
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
        RowLook.Seen seen = new RowLook(sessions, target)
                .at("SELECT EXISTS (SELECT FROM " + table.quoted() + " WHERE " + condition.sql() + ")", RowLook.LIMIT);
        return seen.told() ? Optional.of("t".equals(seen.text())) : Optional.empty();
    }

    /**
     * How many rows of the table or its partitions meet the condition, counted no further than {@code limit + 1}; empty if a look of two
     * seconds did not tell.
     */
    public OptionalLong rowsUpTo(Target target, QualifiedName table, Expression condition, long limit) {
        String rows = "SELECT FROM " + table.quoted() + " WHERE " + condition.sql() + " LIMIT "
                + (Math.min(limit, Long.MAX_VALUE - 1) + 1);
        RowLook.Seen seen = new RowLook(sessions, target).at("SELECT count(*) FROM (" + rows + ") r", RowLook.LIMIT);
        return seen.told() && seen.text() != null ? OptionalLong.of(Long.parseLong(seen.text())) : OptionalLong.empty();
    }

    /**
     * The highest value of a key column (0 is the first) among the rows of the attached partitions, the default and those on other
     * servers left out; by way of an index where there is one, and given up after two seconds. No row at all where there is no such table.
     */
    public HighestKey highestKey(Target target, QualifiedName table, int column) {
        if (!target.shows(table.schema().value())) {
            return new HighestKey(true, null);
        }
        return read(target, session -> KeyUse.Places.of(session, table, column))
                .map(places -> places.highest(new RowLook(sessions, target)))
                .orElse(new HighestKey(true, null));
    }

    /**
     * The last value of the sequence behind the first column of the table's key: its identity, one that it owns, or one in its default.
     * Empty if there is none, nobody called it yet, or we may not read it.
     */
    public OptionalLong sequencePosition(Target target, long oid) {
        return sessions.read(target, session -> KeyUse.position(session, oid));
    }

    private <T> T read(Target target, Function<JdbcClient, T> work) {
        return sessions.read(target, session -> {
            session.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").update();
            return work.apply(session);
        });
    }
}
