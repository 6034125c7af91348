package io.partwarden.maintenance.runs;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Bound.Hash;
import io.partwarden.partition.Bound.Values;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.policy.Needs.Kept;
import io.partwarden.policy.Needs.Reason;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Retention;
import io.partwarden.policy.Scheme;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a table needs at one moment, all of its lanes together.
 *
 * @param missed periods of the past that an outage left out, oldest first
 * @param ahead what must be there now: the current and the coming periods, or all values or remainders
 * @param leaving old partitions that may go in this run
 * @param nextChange when there will be something to do again, null where that is not known
 * @param lanes what is to be remembered once nothing of it is left out
 */
record Outlook(
        List<Wanted> missed,
        List<Wanted> ahead,
        List<Leaving> leaving,
        List<Stay> staying,
        @Nullable Instant nextChange,
        Map<String, LaneState> lanes) {

    /**
     * A partition that is not there.
     *
     * @param lane null where the partitions are no periods
     */
    record Wanted(Bound bound, LanePolicy policy, @Nullable Lane lane) {}

    /** An old partition, and how its lane's policy lets it go. */
    record Leaving(Placed placed, Retention retention) {
        Partition partition() {
            return placed.partition();
        }
    }

    /** An old partition that stays for now. */
    record Stay(Kept kept, Retention retention) {}

    Outlook {
        missed = List.copyOf(missed);
        ahead = List.copyOf(ahead);
        leaving = List.copyOf(leaving);
        staying = List.copyOf(staying);
        lanes = Map.copyOf(lanes);
    }

    boolean lacksSomething() {
        return !missed.isEmpty() || !ahead.isEmpty();
    }

    /** Whether more is old than may go in one run. */
    boolean isMoreThanOneRun() {
        return staying.stream().anyMatch(stay -> stay.kept().reason() == Reason.MAX_PER_RUN);
    }

    static Outlook of(Situation situation, Map<String, IdUse> ids) {
        OutlookBuilder all = new OutlookBuilder();
        for (LanePolicy lane : situation.policy().lanes()) {
            Policy policy = lane.policy();
            if (policy.scheme() instanceof Scheme.Periods periods) {
                all.add(LaneOutlook.of(situation, lane, periods, ids.get(lane.key())));
            } else {
                all.ahead(lane, fixed(policy.scheme(), situation.snapshot()));
            }
        }
        return all.build();
    }

    private static List<Bound> fixed(Scheme scheme, TableSnapshot table) {
        if (scheme instanceof Scheme.EachValue each) {
            return values(each.values(), table);
        }
        return remainders(((Scheme.EveryRemainder) scheme).modulus(), table);
    }

    /** By their texts alone: whoever makes them asks the server whether one of them is there under another spelling. */
    private static List<Bound> values(List<Datum> wanted, TableSnapshot table) {
        Set<Datum> there = new HashSet<>();
        for (Partition partition : table.partitions()) {
            if (partition.bound() instanceof Values values) {
                there.addAll(values.values());
            }
        }
        return wanted.stream()
                .filter(value -> !there.contains(value))
                .<Bound>map(value -> new Values(List.of(value)))
                .toList();
    }

    /** Those of which no partition takes any row. */
    private static List<Bound> remainders(int modulus, TableSnapshot table) {
        List<Hash> there = table.partitions().stream()
                .map(Partition::bound)
                .filter(Hash.class::isInstance)
                .map(Hash.class::cast)
                .toList();
        return IntStream.range(0, modulus)
                .mapToObj(remainder -> new Hash(modulus, remainder))
                .filter(wanted -> there.stream().noneMatch(hash -> overlap(hash, wanted)))
                .<Bound>map(hash -> hash)
                .toList();
    }

    /** Two remainders meet unless their moduli's common divisor tells them apart. */
    private static boolean overlap(Hash a, Hash b) {
        int common = BigInteger.valueOf(a.modulus())
                .gcd(BigInteger.valueOf(b.modulus()))
                .intValueExact();
        return a.remainder() % common == b.remainder() % common;
    }

    /** Lanes, one after the other. */
    private static final class OutlookBuilder {

        private final List<Wanted> missed = new ArrayList<>();
        private final List<Wanted> ahead = new ArrayList<>();
        private final List<LaneOutlook> lanes = new ArrayList<>();

        void add(LaneOutlook lane) {
            lanes.add(lane);
            lane.missed().forEach(bound -> missed.add(new Wanted(bound, lane.policy(), lane.lane())));
            lane.ahead().forEach(bound -> ahead.add(new Wanted(bound, lane.policy(), lane.lane())));
        }

        void ahead(LanePolicy lane, List<Bound> bounds) {
            bounds.forEach(bound -> ahead.add(new Wanted(bound, lane, null)));
        }

        Outlook build() {
            List<Leaving> leaving = new ArrayList<>();
            List<Stay> staying = new ArrayList<>();
            for (LaneOutlook lane : lanes) {
                Retention retention = lane.policy().policy().retention();
                if (retention != null) {
                    lane.needs().old().forEach(placed -> leaving.add(new Leaving(placed, retention)));
                    lane.needs().kept().forEach(kept -> staying.add(new Stay(kept, retention)));
                }
            }
            Map<String, LaneState> states = new HashMap<>();
            lanes.forEach(lane -> states.put(lane.policy().key(), lane.served()));
            return new Outlook(
                    missed,
                    ahead,
                    leaving,
                    staying,
                    lanes.stream()
                            .map(LaneOutlook::nextChange)
                            .filter(Objects::nonNull)
                            .min(Instant::compareTo)
                            .orElse(null),
                    states);
        }
    }
}
