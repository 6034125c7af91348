package io.partwarden.partition;

import io.partwarden.sql.Ddl;
import io.partwarden.sql.Expression;
import io.partwarden.sql.FittedName;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.PartitionDdl;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps ATTACH from reading the default partition under its ACCESS EXCLUSIVE lock. A small default is read there all the same, well
 * within the lock budget; for a big one a CHECK that excludes the new rows is added at once, validated beside readers and
 * writers, and dropped when the attach is done: PostgreSQL then skips the scan.
 */
public final class DefaultCheck {

    /** Starts the name of each such constraint. */
    public static final String PREFIX = "partwarden_keep_out";

    /** Read from memory in a few milliseconds, from disk within the lock budget. */
    static final long READ_UNDER_LOCK_BYTES = 8L << 20;

    private final TableSnapshot table;
    private final KeySpace keys;
    private final List<NewPartition> wanted;

    DefaultCheck(TableSnapshot table, KeySpace keys, List<NewPartition> wanted) {
        this.table = table;
        this.keys = keys;
        this.wanted = wanted.stream()
                .filter(p -> !(p.bound() instanceof Bound.Default))
                .toList();
    }

    Optional<Expression> misplaced() {
        if (!table.parent().inDefault().anyRow() || wanted.isEmpty()) {
            return Optional.empty();
        }
        PartitionKey key = table.parent().key();
        String anyOf = merged().stream()
                .map(bound -> "(" + BoundSql.condition(key, bound).sql() + ")")
                .collect(Collectors.joining(" OR "));
        return Optional.of(new Expression(anyOf));
    }

    List<PlannedTransaction> before() {
        List<Ddl> statements = new ArrayList<>();
        if (!wanted.isEmpty()) {
            table.parent().inDefault().leftoverChecks().forEach(c -> statements.add(dropCheck(c)));
        }
        if (!needed()) {
            return statements.isEmpty() ? List.of() : List.of(locked(statements));
        }
        statements.add(PartitionDdl.addCheckNotValid(rest().name(), name(), BoundSql.not(condition())));
        Step validate = Step.scanning(
                PartitionDdl.validateConstraint(rest().name(), name()),
                Math.max(1, table.parent().inDefault().rowsEstimate()), // never analysed: not known, and not none
                new TableLock(rest().name(), LockMode.SHARE_UPDATE_EXCLUSIVE));
        return List.of(locked(statements), new PlannedTransaction(Mode.ATOMIC, List.of(validate)));
    }

    private Ddl dropCheck(Identifier constraint) {
        return PartitionDdl.dropConstraint(rest().name(), constraint);
    }

    /** Also what a plan that failed half way must still do. */
    List<PlannedTransaction> after() {
        return needed() ? List.of(locked(List.of(dropCheck(name())))) : List.of();
    }

    List<Warning> warnings() {
        return needed()
                ? List.of(new Warning(
                        "default-is-read",
                        "The default partition " + rest().name()
                                + " is read once to prove that no row of it belongs to a"
                                + " new partition; until the attach, rows for the new partitions are refused there."))
                : List.of();
    }

    private boolean needed() {
        return misplaced().isPresent()
                && table.parent().inDefault().bytes() > READ_UNDER_LOCK_BYTES
                && rest().kind() == Partition.Kind.TABLE;
    }

    private Partition rest() {
        return table.defaultPartition().orElseThrow();
    }

    private Expression condition() {
        return misplaced().orElseThrow();
    }

    private Identifier name() {
        return FittedName.hashed(PREFIX, "", condition().sql());
    }

    private PlannedTransaction locked(List<Ddl> statements) {
        QualifiedName rest = rest().name();
        TableLock exclusive = new TableLock(rest, LockMode.ACCESS_EXCLUSIVE);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(PartitionDdl.lock(rest, exclusive.mode()), true, List.of(exclusive), 0));
        statements.forEach(ddl -> steps.add(Step.of(ddl, exclusive)));
        return new PlannedTransaction(Mode.ATOMIC, steps);
    }

    /** Touching ranges as one: a thousand days are one condition, and each day's is implied by it. */
    private List<Bound> merged() {
        List<Bound> merged = new ArrayList<>();
        List<Bound.Range> ranges = new ArrayList<>();
        for (NewPartition partition : wanted) {
            if (partition.bound() instanceof Bound.Range range) {
                ranges.add(range);
            } else {
                merged.add(partition.bound());
            }
        }
        BoundOrder order = new BoundOrder(keys);
        ranges.sort((a, b) -> order.compare(a.from(), b.from()));
        Bound.Range open = null;
        for (Bound.Range range : ranges) {
            if (open != null && order.compare(open.to(), range.from()) == 0) {
                open = new Bound.Range(open.from(), range.to());
            } else {
                if (open != null) {
                    merged.add(open);
                }
                open = range;
            }
        }
        if (open != null) {
            merged.add(open);
        }
        return merged;
    }
}
