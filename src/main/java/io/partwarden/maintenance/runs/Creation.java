package io.partwarden.maintenance.runs;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.maintenance.runs.Outlook.Wanted;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.DrainPlanner;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionPlanner;
import io.partwarden.partition.PartitionPlanner.Existing;
import io.partwarden.partition.PlanRefusedException;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.KeySpaces;
import io.partwarden.policy.PolicyNames;
import io.partwarden.policy.SubPolicy;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Plans the partitions that a table lacks. What is ahead is planned apart from what was missed, and what rows in the default partition are
 * in the way of apart from the rest, so that trouble with one period never keeps another one from being made.
 */
@Component
final class Creation {

    private final CatalogReader catalog;
    private final PartitionPlanner planner = new PartitionPlanner();
    private final DrainPlanner drains = new DrainPlanner();

    Creation(CatalogReader catalog) {
        this.catalog = catalog;
    }

    /** Partitions that are made by one plan. */
    record Batch(List<NewPartition> wanted, Plan plan) {}

    /** @param plans what is needed soonest first */
    record Planned(List<Batch> plans, List<Skip> skipped) {}

    Planned plan(Situation situation, Outlook outlook) {
        Work work = new Work(situation);
        work.plan(outlook.ahead());
        work.plan(outlook.missed());
        return new Planned(work.batches, work.skipped);
    }

    /** One table's. */
    private final class Work {

        private final Situation situation;
        private final TableSnapshot table;
        private final Map<LanePolicy, PolicyNames> names = new HashMap<>();
        private final Set<QualifiedName> taken;
        private final List<Batch> batches = new ArrayList<>();
        private final List<Skip> skipped = new ArrayList<>();

        Work(Situation situation) {
            this.situation = situation;
            this.table = situation.snapshot();
            // Lanes must not take each other's names; a single one has nobody to look out for.
            this.taken =
                    situation.policy().lanes().size() == 1 ? table.takenNames() : new HashSet<>(table.takenNames());
        }

        void plan(List<Wanted> wanted) {
            if (wanted.isEmpty()) {
                return;
            }
            KeySpace keys = keys(wanted);
            List<NewPartition> free = new ArrayList<>();
            for (Wanted one : wanted) {
                NewPartition partition = partition(one);
                if (!isThere(keys, one.bound()) && !holdsRows(keys, one, partition)) {
                    free.add(partition);
                }
            }
            together(keys, free);
        }

        private NewPartition partition(Wanted wanted) {
            SubPolicy sub = wanted.policy().policy().sub();
            return new NewPartition(name(wanted), wanted.bound(), sub == null ? null : sub.partitioning());
        }

        private QualifiedName name(Wanted wanted) {
            PolicyNames lane = names.computeIfAbsent(
                    wanted.policy(),
                    policy -> PolicyNames.of(
                            table.parent().name(),
                            table.parent().key(),
                            policy.policy().names(),
                            taken));
            QualifiedName name = wanted.lane() != null && wanted.bound() instanceof Bound.Range range
                    ? lane.next(wanted.lane(), range)
                    : lane.next(wanted.bound());
            if (situation.policy().lanes().size() > 1) {
                taken.add(name);
            }
            return name;
        }

        private KeySpace keys(List<Wanted> wanted) {
            List<Bound> bounds = wanted.stream().map(Wanted::bound).toList();
            List<Bound> all = Stream.concat(table.partitions().stream().map(Partition::bound), bounds.stream())
                    .toList();
            return KeySpaces.of(table.parent().key(), all)
                    .orElseGet(() -> catalog.keySpace(situation.target(), table, texts(bounds)));
        }

        private List<Set<String>> texts(List<Bound> bounds) {
            List<Set<String>> texts = new ArrayList<>();
            for (int column = 0; column < table.parent().key().columns().size(); column++) {
                Set<String> values = new HashSet<>();
                for (Bound bound : bounds) {
                    collect(bound, column, values);
                }
                texts.add(values);
            }
            return texts;
        }

        /** A value that a partition has already, under whatever spelling and however many others beside it. */
        private boolean isThere(KeySpace keys, Bound wanted) {
            if (!(wanted instanceof Bound.Values values) || !(values.values().get(0) instanceof Datum.Value value)) {
                return false;
            }
            int rank = keys.of(0, value.text()).rank();
            return table.partitions().stream()
                    .filter(partition -> partition.bound() instanceof Bound.Values)
                    .flatMap(partition -> ((Bound.Values) partition.bound()).values().stream())
                    .anyMatch(datum -> datum instanceof Datum.Value there
                            && keys.of(0, there.text()).rank() == rank);
        }

        /** Whether rows in the default partition are in its way; then it is planned by itself, or left out. */
        private boolean holdsRows(KeySpace keys, Wanted wanted, NewPartition partition) {
            if (!table.parent().inDefault().anyRow()) {
                return false;
            }
            Optional<Expression> rows = planner.misplacedInDefault(table, keys, List.of(partition));
            if (rows.isEmpty()) {
                return false;
            }
            QualifiedName rest = table.defaultPartition().orElseThrow().name();
            long most = wanted.policy().policy().drainRows();
            // A look that was too long for an answer has seen many.
            long count =
                    catalog.rowsUpTo(situation.target(), rest, rows.get(), most).orElse(most + 1);
            if (count == 0) {
                return false;
            }
            if (count > most) {
                skipped.add(Skip.of(null, wanted.bound(), SkipReason.DEFAULT_HOLDS_ROWS, tooMany(rest, most)));
            } else {
                alone(partition, () -> drains.create(table, keys, partition, most));
            }
            return true;
        }

        private String tooMany(QualifiedName rest, long most) {
            return "The default partition " + rest + " holds " + (most == 0 ? "rows" : "more than " + most + " rows")
                    + " of this period, so PostgreSQL refuses the partition until they are moved.";
        }

        private void together(KeySpace keys, List<NewPartition> free) {
            if (free.isEmpty()) {
                return;
            }
            try {
                batches.add(new Batch(free, planner.create(table, keys, free, Existing.SKIP)));
            } catch (PlanRefusedException one) {
                free.forEach(partition ->
                        alone(partition, () -> planner.create(table, keys, List.of(partition), Existing.SKIP)));
            }
        }

        private void alone(NewPartition partition, Supplier<Plan> plan) {
            try {
                batches.add(new Batch(List.of(partition), plan.get()));
            } catch (PlanRefusedException refused) {
                skipped.add(Skip.of(null, partition.bound(), Failure.of(refused)));
            }
        }
    }

    private static void collect(Bound bound, int column, Set<String> into) {
        if (bound instanceof Bound.Range range) {
            collect(range.from().get(column), into);
            collect(range.to().get(column), into);
        } else if (bound instanceof Bound.Values values) {
            values.values().forEach(datum -> collect(datum, into));
        }
    }

    private static void collect(Datum datum, Set<String> into) {
        if (datum instanceof Datum.Value value) {
            into.add(value.text());
        }
    }
}
