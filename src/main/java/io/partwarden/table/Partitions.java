package io.partwarden.table;

import io.partwarden.execution.ExecutionProblem;
import io.partwarden.http.PageRequest;
import io.partwarden.shared.Page;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.Outcome.Done;
import io.partwarden.table.Outcome.Preview;
import io.partwarden.targets.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The partitions of a table: seen as the catalog has them, created, detached and dropped. Every call is on behalf of the current
 * request's caller, who must be a viewer to see and an operator to change, within the token's targets.
 */
@Component
public final class Partitions {

    private static final String CREATE = "partition.create";

    private final Gate gate;
    private final TableCatalog catalog;
    private final PartitionViews views;
    private final PartitionCreation creation;
    private final PartitionRemoval removal;

    Partitions(
            Gate gate,
            TableCatalog catalog,
            PartitionViews views,
            PartitionCreation creation,
            PartitionRemoval removal) {
        this.gate = gate;
        this.catalog = catalog;
        this.views = views;
        this.creation = creation;
        this.removal = removal;
    }

    /** In the order of the bounds, the default last. */
    public Page<PartitionView> list(TableRef table, PageRequest page) {
        return views.list(gate.toSee(table.target()), table, page);
    }

    /** @param schema null for the table's own */
    public PartitionView get(TableRef table, @Nullable Identifier schema, Identifier name) {
        return views.get(gate.toSee(table.target()), table, schema, name);
    }

    /** A partition by its id. */
    public PartitionView get(TableRef partition) {
        Target target = gate.toSee(partition.target());
        TableCatalog.Child child = catalog.child(target, partition);
        return views.get(
                target, child.parent(), child.name().schema(), child.name().name());
    }

    /**
     * Creates what is wished for. A single one that exists is a 409, many go on with those that are missing.
     *
     * @throws io.partwarden.shared.Problem 400 and 409 before anything is touched; 503 where a lock was not obtained in time
     */
    public Outcome<CreatedPartitions> create(TableRef table, PartitionWish wish, ChangeOptions options) {
        return create(gate.toChange(table.target(), CREATE), table, wish, options);
    }

    /** As the other, on a target at hand. */
    public Outcome<CreatedPartitions> create(
            Target target, QualifiedName table, PartitionWish wish, ChangeOptions options) {
        TableRef ref = new TableRef.Named(target.name(), table);
        return create(gate.toChange(target, CREATE), ref, wish, options);
    }

    private Outcome<CreatedPartitions> create(
            Target target, TableRef table, PartitionWish wish, ChangeOptions options) {
        Outcome<PartitionCreation.Made> outcome = creation.create(target, table, wish, options);
        if (outcome instanceof Preview<PartitionCreation.Made> preview) {
            return new Preview<>(preview.plan());
        }
        Done<PartitionCreation.Made> done = (Done<PartitionCreation.Made>) outcome;
        PartitionCreation.Made made = done.result();
        CreatedPartitions created = Committed.readBack(() -> new CreatedPartitions(
                new RelationId(target.name(), made.parentOid()),
                views.of(target, made.parentOid(), made.partitions())));
        if (created.items().isEmpty()) {
            throw Problem.of(
                    ExecutionProblem.CHANGED_MEANWHILE,
                    "The partition was made, and was gone again before it could be shown. Read the table again.");
        }
        return new Done<>(created, done.changed(), done.warnings());
    }

    /** Detaches or drops; never by cascade. Asked again after a failure half-way, it goes on where it stopped. */
    public Outcome<RemovedPartition> remove(TableRef table, Removal wanted, ChangeOptions options) {
        Target target = gate.toChange(table.target(), action(wanted.mode()));
        return removal.remove(target, table, wanted, options);
    }

    /** As the other, for a partition by its id, also one that we have detached before. */
    public Outcome<RemovedPartition> remove(
            TableRef partition, Removal.Mode mode, @Nullable String confirm, ChangeOptions options) {
        Target target = gate.toChange(partition.target(), action(mode));
        TableCatalog.Child child = catalog.child(target, partition);
        Removal wanted = new Removal(child.name().name(), child.name().schema(), mode, confirm);
        return removal.remove(target, child.parent(), wanted, options);
    }

    private static String action(Removal.Mode mode) {
        return "partition." + mode.verb();
    }
}
