package io.partwarden.partition;

import io.partwarden.sql.LockMode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TableLock;
import java.util.ArrayList;
import java.util.List;

/**
 * Which locks PostgreSQL takes for what we do to partitions, by server version, as measured (docs/locks.md; the lock contract test
 * holds every prediction against pg_locks).
 */
final class LockRules {

    private final TableSnapshot table;

    LockRules(TableSnapshot table) {
        this.table = table;
    }

    /** CREATE TABLE .. (LIKE parent). */
    List<TableLock> like() {
        return List.of(parent(LockMode.ACCESS_SHARE));
    }

    /** ATTACH of a table made in the same transaction, with none of the parent's foreign keys yet. */
    List<TableLock> attach() {
        List<TableLock> locks = new ArrayList<>();
        locks.add(parent(LockMode.SHARE_UPDATE_EXCLUSIVE));
        addDefault(locks);
        add(locks, table.foreignKeys().referenced(), LockMode.SHARE_ROW_EXCLUSIVE);
        add(
                locks,
                table.foreignKeys().referencing(),
                table.serverVersion() < 15 ? LockMode.ACCESS_SHARE : LockMode.SHARE_ROW_EXCLUSIVE);
        return locks;
    }

    /** As {@link #attach}, with nobody left who has looked up the parent's partitions before ({@link DrainPlanner}). */
    List<TableLock> drain() {
        List<TableLock> locks = attach();
        locks.set(0, parent(LockMode.ACCESS_EXCLUSIVE));
        return locks;
    }

    /** Plain DETACH. */
    List<TableLock> detach(QualifiedName partition) {
        List<TableLock> locks = new ArrayList<>();
        locks.add(parent(LockMode.ACCESS_EXCLUSIVE));
        locks.add(new TableLock(partition, LockMode.ACCESS_EXCLUSIVE));
        addDefault(locks);
        addForeignKeys(locks);
        return locks;
    }

    /** The second phase of DETACH CONCURRENTLY, and DETACH FINALIZE. */
    List<TableLock> finalizeDetach(QualifiedName partition) {
        List<TableLock> locks = new ArrayList<>();
        locks.add(parent(LockMode.SHARE_UPDATE_EXCLUSIVE));
        locks.add(new TableLock(partition, LockMode.ACCESS_EXCLUSIVE));
        addForeignKeys(locks);
        return locks;
    }

    /** DROP of a table that is nobody's partition and has kept its outgoing foreign keys. */
    List<TableLock> drop(QualifiedName detached) {
        List<TableLock> locks = new ArrayList<>();
        locks.add(new TableLock(detached, LockMode.ACCESS_EXCLUSIVE));
        add(locks, table.foreignKeys().referenced(), LockMode.ACCESS_EXCLUSIVE);
        return locks;
    }

    private void addForeignKeys(List<TableLock> locks) {
        add(locks, table.foreignKeys().referenced(), LockMode.SHARE_ROW_EXCLUSIVE);
        add(locks, table.foreignKeys().referencing(), LockMode.ACCESS_EXCLUSIVE);
    }

    private void addDefault(List<TableLock> locks) {
        table.defaultPartition().ifPresent(d -> locks.add(new TableLock(d.name(), LockMode.ACCESS_EXCLUSIVE)));
    }

    private TableLock parent(LockMode mode) {
        return new TableLock(table.parent().name(), mode);
    }

    private static void add(List<TableLock> locks, List<ForeignKeys.Neighbour> neighbours, LockMode mode) {
        neighbours.forEach(n -> locks.add(new TableLock(n.table(), mode)));
    }
}
