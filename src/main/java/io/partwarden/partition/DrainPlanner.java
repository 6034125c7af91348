package io.partwarden.partition;

import io.partwarden.partition.PartitionPlanner.Existing;
import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.partition.TableSnapshot.DefaultContents;
import io.partwarden.sql.Expression;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.MoveDdl;
import io.partwarden.sql.PartitionDdl;
import io.partwarden.sql.Plan;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans a new partition whose rows are in the default partition already: it is made, filled from there by one statement and attached in
 * one transaction, so that everybody sees each row once, before and after.
 *
 * <p>The parent is locked in ACCESS EXCLUSIVE mode. Under anything less, a session that has looked up the table's partitions and waits for
 * the default goes on without the new one, with a snapshot taken after its wait: a reader misses the moved rows, a writer gets 23514
 * (DrainIT). For the same reason nothing helps a transaction in REPEATABLE READ or SERIALIZABLE whose snapshot is older than the move and
 * which had not yet used the table: it looks for the rows in the new partition, where its snapshot has none. The plan warns of that.
 *
 * <p>Where row security is forced upon the role that moves, rows hidden from it make the ATTACH fail and everything is rolled back. Where
 * rows break a NOT VALID constraint of the parent, the INSERT does.
 */
public final class DrainPlanner {

    /**
     * The plan that makes {@code wanted} with up to {@code maxRows} rows from the default partition. When it is run and there are more, it
     * fails with {@link MoveDdl#TOO_MANY_ROWS} and has changed nothing. Where the default is known to be empty it is
     * {@link PartitionPlanner}'s plan, which locks less; so use that one wherever the default holds none of these rows and nobody is
     * about to write any.
     *
     * @param keys the server's order of every value in the snapshot's and the wanted bounds
     * @throws PlanRefusedException as for any new partition; DEFAULT_HOLDS_ROWS if its rows cannot be moved this way, saying why
     */
    public Plan create(TableSnapshot table, KeySpace keys, NewPartition wanted, long maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("At least one row may be moved, not " + maxRows);
        }
        Plan ordinary = new PartitionPlanner().create(table, keys, List.of(wanted), Existing.REFUSE);
        NewPartition partition = BoundRules.canonical(keys, wanted);
        Optional<Expression> rows = new DefaultCheck(table, keys, List.of(partition)).misplaced();
        if (rows.isEmpty()) {
            return ordinary;
        }
        Partition rest = table.defaultPartition().orElseThrow();
        obstacle(table, rest, partition).ifPresent(why -> {
            throw PlanRefusedException.because(
                    Reason.DEFAULT_HOLDS_ROWS,
                    rest.name(),
                    "Rows of the default partition " + rest.name() + " cannot be moved to " + partition.name()
                            + " in one statement: " + why + " Move them by other means first.");
        });
        String upTo =
                "up to " + maxRows + (maxRows == 1 ? " row" : " rows") + " from the default partition " + rest.name();
        List<Warning> warnings = new ArrayList<>(ordinary.warnings());
        warnings.add(new Warning(
                "rows-move",
                "Moves " + upTo
                        + ". A transaction in REPEATABLE READ or SERIALIZABLE that began before and first looks for"
                        + " such a row afterwards does not find it; all others see every row once."));
        return new Plan(
                "Create partition " + partition.name() + " of " + table.parent().name() + " with " + upTo + ".",
                List.of(new PlannedTransaction(Mode.ATOMIC, steps(table, partition, rows.get(), maxRows))),
                warnings,
                table.fingerprint());
    }

    private static Optional<String> obstacle(TableSnapshot table, Partition rest, NewPartition partition) {
        if (rest.kind() != Partition.Kind.TABLE) {
            return Optional.of(
                    rest.kind() == Partition.Kind.FOREIGN
                            ? "that is a foreign table, which cannot be locked."
                            : "that is partitioned itself.");
        }
        if (partition.sub() != null) {
            return Optional.of(
                    "the new partition is partitioned itself and has no partition yet that would take them.");
        }
        DefaultContents contents = table.parent().inDefault();
        // An index on the key does not help: ATTACH reads the default from its beginning to its end.
        if (contents.bytes() > DefaultCheck.READ_UNDER_LOCK_BYTES) {
            return Optional.of("the default is larger than " + (DefaultCheck.READ_UNDER_LOCK_BYTES >> 20)
                    + " MiB, and to attach a partition PostgreSQL reads all of it while writers wait.");
        }
        return contents.rowMove().obstacles().stream().findFirst().map(found -> switch (found) {
            case DELETE_TRIGGER -> "the default has a trigger that fires on DELETE, as for rows that are gone.";
            case DELETE_RULE -> "the default has a rule that turns a DELETE into something else.";
            case INCOMING_FOREIGN_KEY ->
                "a foreign key refers to the default's rows: to delete them there is refused, or changes the rows that refer to them.";
            case PUBLISHED ->
                "the default is published, and a subscriber would be sent the deletion of the rows but not where they went.";
            case GENERATED_OTHERWISE ->
                "a generated column of the default has another expression than the table's: its values would change.";
        });
    }

    private static List<Step> steps(TableSnapshot table, NewPartition partition, Expression rows, long maxRows) {
        LeafDdl leaf = new LeafDdl(table);
        LockRules locks = new LockRules(table);
        DefaultContents contents = table.parent().inDefault();
        QualifiedName parent = table.parent().name();
        Partition rest = table.defaultPartition().orElseThrow();
        TableLock held = new TableLock(rest.name(), LockMode.ACCESS_EXCLUSIVE);
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(leaf.create(partition), locks.like()));
        leaf.equip(partition).forEach(ddl -> steps.add(Step.of(ddl)));
        steps.addAll(PartitionPlanner.lockSteps(table, locks.drain()));
        steps.addAll(guards(table, rest));
        steps.add(Step.of(MoveDdl.requireAtMost(rest.name(), rows, maxRows), held));
        contents.leftoverChecks()
                .forEach(check -> steps.add(Step.of(PartitionDdl.dropConstraint(rest.name(), check), held)));
        steps.add(Step.scanning(
                MoveDdl.move(
                        rest.name(), partition.name(), rows, contents.rowMove().columns()),
                contents.rowsEstimate() > 0 ? Math.min(maxRows, contents.rowsEstimate()) : maxRows,
                held));
        steps.add(Step.of(
                PartitionDdl.attach(parent, partition.name(), BoundSql.clause(partition.bound())), locks.drain()));
        leaf.replicaIdentity(partition).forEach(ddl -> steps.add(Step.of(ddl)));
        return steps;
    }

    /** Under the locks: the very tables, with just the neighbours that are locked, and still nothing in the way. */
    private static List<Step> guards(TableSnapshot table, Partition rest) {
        QualifiedName parent = table.parent().name();
        long oid = table.parent().oid();
        ForeignKeys neighbours = table.foreignKeys();
        return List.of(
                Step.of(PartitionDdl.requireNeighbours(
                        parent,
                        oid,
                        rest.oid(),
                        neighbours.referenced().size(),
                        neighbours.referencing().size())),
                Step.of(PartitionDdl.requirePartition(parent, oid, rest.name(), rest.oid())),
                Step.of(MoveDdl.requireNoObstacle(rest.oid())));
    }
}
