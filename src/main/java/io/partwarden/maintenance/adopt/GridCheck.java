package io.partwarden.maintenance.adopt;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionKey;
import io.partwarden.policy.KeyLine;
import io.partwarden.policy.Lane;
import io.partwarden.policy.NameTemplate;
import io.partwarden.policy.Policy;
import io.partwarden.policy.PolicyPlanner;
import io.partwarden.policy.Scheme;
import io.partwarden.policy.Standing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether partitions have the bounds that a policy would give them. */
final class GridCheck {

    private static final int MAX_EXPECTED = 10;

    private final PartitionKey key;
    private final Scheme scheme;
    private final boolean tenants;

    /** @param tenants whether the key's first column tells tenants apart */
    GridCheck(PartitionKey key, Scheme scheme, boolean tenants) {
        this.key = key;
        this.scheme = scheme;
        this.tenants = tenants;
    }

    /** What a partition's bounds are to the policy. */
    sealed interface Verdict {

        record OnGrid() implements Verdict {}

        record OffGrid(List<Bound> expected) implements Verdict {}

        /** No policy has such a partition, or touches it. */
        record Beside(String reason) implements Verdict {}
    }

    private static final Verdict ON_GRID = new Verdict.OnGrid();

    Verdict of(Partition partition) {
        String reason = beside(partition);
        if (reason != null) {
            return new Verdict.Beside(reason);
        }
        if (partition.bound() instanceof Bound.Range range && scheme instanceof Scheme.Periods periods) {
            return range(range, periods);
        }
        if (partition.bound() instanceof Bound.Values values && scheme instanceof Scheme.EachValue each) {
            boolean one =
                    values.values().size() == 1 && (tenants || each.values().containsAll(values.values()));
            return one ? ON_GRID : new Verdict.OffGrid(singly(values.values()));
        }
        if (partition.bound() instanceof Bound.Hash hash && scheme instanceof Scheme.EveryRemainder every) {
            return hash.modulus() == every.modulus() ? ON_GRID : new Verdict.OffGrid(List.of());
        }
        return new Verdict.Beside("not-counted");
    }

    /** Null for what a policy may have made, whatever the policy. */
    static @Nullable String beside(Partition partition) {
        if (partition.isDefault()) {
            return "default";
        }
        if (partition.state() == Partition.State.PENDING_DETACH) {
            return "pending-detach";
        }
        if (partition.kind() == Partition.Kind.FOREIGN) {
            return "foreign";
        }
        if (partition.bound() instanceof Bound.Range range) {
            if (range.from().get(0) instanceof Datum.MinValue) {
                return "minvalue";
            }
            return range.to().get(0) instanceof Datum.MaxValue ? "maxvalue" : null;
        }
        return null;
    }

    private static List<Bound> singly(List<Datum> values) {
        return values.stream()
                .limit(MAX_EXPECTED)
                .<Bound>map(value -> new Bound.Values(List.of(value)))
                .toList();
    }

    private Verdict range(Bound.Range range, Scheme.Periods periods) {
        int at = tenants ? 1 : 0;
        List<Datum> prefix = range.from().subList(0, at);
        KeyLine line = periods.line(key.columns().get(at));
        Optional<BigDecimal> from = line.place(range.from().get(at));
        Optional<BigDecimal> to = line.place(range.to().get(at));
        boolean oneLane = range.to().subList(0, at).equals(prefix);
        if (from.isEmpty() || to.isEmpty() || !oneLane) {
            return new Verdict.Beside("not-counted");
        }
        Lane lane = Lane.of(key, List.of(), periods, prefix);
        List<Bound.Range> expected = from(lane, from.get(), 0);
        boolean whole = isWhole(range.from(), at) && isWhole(range.to(), at);
        if (whole && isJust(expected.get(0), from.get(), to.get(), line, at)) {
            return ON_GRID;
        }
        return new Verdict.OffGrid(from(lane, from.get(), MAX_EXPECTED - 1).stream()
                .filter(period -> line.place(period.from().get(at))
                        .filter(begin -> begin.compareTo(to.get()) < 0)
                        .isPresent())
                .<Bound>map(period -> period)
                .toList());
    }

    /** The period that holds the place, and those after it. */
    private List<Bound.Range> from(Lane lane, BigDecimal place, int more) {
        Policy probe = new Policy((Scheme.Periods) scheme, more, null, NameTemplate.DEFAULT, null, 0, null);
        return PolicyPlanner.of(probe, lane, new Standing(place, null)).ahead();
    }

    private static boolean isJust(Bound.Range period, BigDecimal from, BigDecimal to, KeyLine line, int at) {
        return line.place(period.from().get(at))
                        .filter(p -> p.compareTo(from) == 0)
                        .isPresent()
                && line.place(period.to().get(at))
                        .filter(p -> p.compareTo(to) == 0)
                        .isPresent();
    }

    /** Key columns after the one that periods lie on do not divide them. */
    private static boolean isWhole(List<Datum> tuple, int at) {
        return tuple.subList(at + 1, tuple.size()).stream().allMatch(Datum.MinValue.class::isInstance);
    }
}
