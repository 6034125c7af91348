package io.partwarden.table;

import io.partwarden.partition.Bound;
import io.partwarden.partition.BoundSeries;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.PartitionNames;
import io.partwarden.partition.PartitionPlanner;
import io.partwarden.partition.PartitionPlanner.Existing;
import io.partwarden.partition.PlanRefusedException;
import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.partition.Strategy;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds a wish against a table: which partitions exactly, by which names, and the plan that makes them. */
@Component
final class WishExpansion {

    private final TableCatalog catalog;
    private final PartitionPlanner planner = new PartitionPlanner();

    WishExpansion(TableCatalog catalog) {
        this.catalog = catalog;
    }

    /** @param wanted in the server's own spelling, those included that the plan leaves out since they exist */
    record Expanded(List<NewPartition> wanted, Plan plan) {}

    /** @param existingIsSuccess whether a single one that is there just as it was asked for is success */
    Expanded expand(Target target, TableSnapshot table, PartitionWish wish, boolean existingIsSuccess) {
        return Refusals.planned(() -> {
            if (wish.sub() != null) {
                SubPartitioningRules.check(
                        wish.sub(), catalog.shape(target, table.parent().name()));
            }
            List<Bound> bounds = bounds(target, table, wish);
            KeySpace keys = catalog.keys(target, table, bounds);
            PartitionNames names =
                    PartitionNames.of(table.parent().name(), table.parent().key(), table.takenNames());
            List<NewPartition> wanted = bounds.stream()
                    .map(bound -> CanonicalBounds.of(bound, table.parent().key(), keys))
                    .map(bound -> new NewPartition(name(table, wish, bound, names), bound, wish.sub()))
                    .toList();
            Plan plan = plan(table, keys, wish, wanted, existingIsSuccess);
            requireDefaultWithout(target, table, keys, wanted);
            return new Expanded(wanted, plan);
        });
    }

    private void requireDefaultWithout(Target target, TableSnapshot table, KeySpace keys, List<NewPartition> wanted) {
        planner.misplacedInDefault(table, keys, wanted).ifPresent(misplaced -> {
            QualifiedName rest = table.defaultPartition().orElseThrow().name();
            if (catalog.anyRow(target, rest, misplaced).orElse(false)) { // not known: the plan itself proves it
                throw PlanRefusedException.because(
                        Reason.DEFAULT_HOLDS_ROWS,
                        rest,
                        "The default partition " + rest
                                + " holds rows of a new partition, and PostgreSQL would refuse to"
                                + " attach it. Move those rows out first.");
            }
        });
    }

    private Plan plan(
            TableSnapshot table,
            KeySpace keys,
            PartitionWish wish,
            List<NewPartition> wanted,
            boolean existingIsSuccess) {
        try {
            return planner.create(table, keys, wanted, wish.isMany() ? Existing.SKIP : Existing.REFUSE);
        } catch (PlanRefusedException e) {
            if (existingIsSuccess
                    && e.reason() == Reason.ALREADY_EXISTS
                    && isAsNamed(wish, e.other().orElse(null))) {
                return planner.create(table, keys, wanted, Existing.SKIP);
            }
            throw e;
        }
    }

    private static boolean isAsNamed(PartitionWish wish, @Nullable QualifiedName existing) {
        return wish instanceof PartitionWish.One one
                && existing != null
                && (one.name() == null || one.name().equals(existing.name()));
    }

    private static QualifiedName name(TableSnapshot table, PartitionWish wish, Bound bound, PartitionNames names) {
        Identifier given = wish instanceof PartitionWish.One one ? one.name() : null;
        if (given != null) {
            return new QualifiedName(table.parent().name().schema(), given);
        }
        // A bound that does not fit is refused by the planner before it looks at the name.
        return CanonicalBounds.fits(bound, table.parent().key())
                ? names.next(bound)
                : table.parent().name();
    }

    private List<Bound> bounds(Target target, TableSnapshot table, PartitionWish wish) {
        if (wish instanceof PartitionWish.Series series) {
            return series(target, table, series);
        }
        if (wish instanceof PartitionWish.EveryRemainder every) {
            if (every.modulus() < 1 || every.modulus() > BoundSeries.MAX) {
                throw PlanRefusedException.invalid(
                        "hash.modulus", "Without a remainder, the modulus must be from 1 to " + BoundSeries.MAX + ".");
            }
            return IntStream.range(0, every.modulus())
                    .<Bound>mapToObj(remainder -> new Bound.Hash(every.modulus(), remainder))
                    .toList();
        }
        return List.of(((PartitionWish.One) wish).bound());
    }

    private List<Bound> series(Target target, TableSnapshot table, PartitionWish.Series series) {
        PartitionKey key = table.parent().key();
        Bound.Range whole = new Bound.Range(series.from(), series.to());
        if (key.strategy() != Strategy.RANGE) {
            return List.of(whole); // The planner says what the table needs instead.
        }
        if (key.columns().size() != 1) {
            throw PlanRefusedException.invalid(
                    "range.every", "Steps need a key of one column; give each partition's from and to.");
        }
        requireFinite("range.from", series.from());
        requireFinite("range.to", series.to());
        KeySpace keys = catalog.keys(target, table, List.of(whole));
        Bound.Range canonical = (Bound.Range) CanonicalBounds.of(whole, key, keys);
        return List.copyOf(BoundSeries.of(
                key.columns().get(0),
                ((Datum.Value) canonical.from().get(0)).text(),
                ((Datum.Value) canonical.to().get(0)).text(),
                series.every(),
                series.zone()));
    }

    private static void requireFinite(String field, List<Datum> tuple) {
        if (tuple.size() != 1 || !(tuple.get(0) instanceof Datum.Value)) {
            throw PlanRefusedException.invalid(field, "With every, from and to are one value each, and not infinite.");
        }
    }
}
