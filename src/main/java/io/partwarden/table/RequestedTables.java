package io.partwarden.table;

import io.partwarden.partition.TableSnapshot;
import io.partwarden.security.Access;
import io.partwarden.security.AuditTrail;
import io.partwarden.security.Change;
import io.partwarden.security.Role;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The table that a request means, for what other modules keep about tables. Whoever asks must be a viewer, or an operator to set something,
 * within the token's targets.
 */
@Component
public final class RequestedTables {

    private final Access access;
    private final AuditTrail audit;
    private final Targets targets;
    private final TableCatalog catalog;

    RequestedTables(Access access, AuditTrail audit, Targets targets, TableCatalog catalog) {
        this.access = access;
        this.audit = audit;
        this.targets = targets;
        this.catalog = catalog;
    }

    /** By name it need not exist; by id it does. */
    public record Requested(Target target, QualifiedName name) {}

    public Requested toSee(TableRef table) {
        access.requireRole(Role.VIEWER);
        access.requireTarget(table.target());
        return requested(table);
    }

    /** For what is kept about a table and does not touch it, so that its target may be paused or only observed. */
    public Requested toSet(TableRef table, String action) {
        Change change = audit.current().action(action).target(table.target());
        access.requireRole(Role.OPERATOR);
        access.requireTarget(table.target());
        Requested requested = requested(table);
        change.table(requested.name().toString());
        return requested;
    }

    /** The table as it is; 404 if it is not there, 409 {@code not-partitioned} if it has no partitions. */
    public TableSnapshot snapshot(Requested table) {
        return catalog.snapshot(table.target(), table.name());
    }

    /** As {@link #snapshot}, empty for what is no partitioned table. */
    public Optional<TableSnapshot> find(Requested table) {
        return catalog.find(table.target(), table.name());
    }

    /** Where the table is found under every name it may have. */
    public static String path(Target target, TableSnapshot table) {
        return TablePaths.ofTable(new RelationId(target.name(), table.parent().oid()));
    }

    private Requested requested(TableRef table) {
        Target target = targets.require(table.target());
        return new Requested(target, catalog.name(target, table));
    }
}
