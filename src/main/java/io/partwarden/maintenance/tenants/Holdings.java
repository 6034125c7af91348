package io.partwarden.maintenance.tenants;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which partitions are whose, by their bounds alone. */
final class Holdings {

    private final Map<String, Holding> byValue = new HashMap<>();

    private Holdings() {}

    /**
     * What one tenant has.
     *
     * @param own partitions of the table that take nobody else's rows
     * @param shared those that take others' rows too
     * @param within partitions of its own partition, where that is divided again
     */
    record Holding(List<Partition> own, List<Partition> shared, List<Partition> within) {

        static final Holding NONE = new Holding(List.of(), List.of(), List.of());

        Holding {
            own = List.copyOf(own);
            shared = List.copyOf(shared);
            within = List.copyOf(within);
        }

        int count() {
            return own.size() + within.size();
        }

        Set<Long> oids() {
            Set<Long> oids = new HashSet<>();
            own.forEach(partition -> oids.add(partition.oid()));
            within.forEach(partition -> oids.add(partition.oid()));
            return oids;
        }
    }

    /** @param below partitioned partitions, by oid, as far as they were read */
    static Holdings of(TableSnapshot table, Map<Long, TableSnapshot> below) {
        Map<String, List<Partition>> own = new HashMap<>();
        Map<String, List<Partition>> shared = new HashMap<>();
        for (Partition partition : table.partitions()) {
            Set<Datum> values = values(partition.bound());
            Map<String, List<Partition>> whose = values.size() == 1 ? own : shared;
            for (Datum datum : values) {
                if (datum instanceof Datum.Value value) {
                    whose.computeIfAbsent(value.text(), text -> new ArrayList<>())
                            .add(partition);
                }
            }
        }
        Holdings holdings = new Holdings();
        Set<String> all = new HashSet<>(own.keySet());
        all.addAll(shared.keySet());
        for (String value : all) {
            List<Partition> theirs = own.getOrDefault(value, List.of());
            holdings.byValue.put(
                    value, new Holding(theirs, shared.getOrDefault(value, List.of()), within(theirs, below)));
        }
        return holdings;
    }

    Holding of(String value) {
        return byValue.getOrDefault(value, Holding.NONE);
    }

    private static List<Partition> within(List<Partition> own, Map<Long, TableSnapshot> below) {
        return own.stream()
                .map(partition -> below.get(partition.oid()))
                .filter(snapshot -> snapshot != null)
                .flatMap(snapshot -> snapshot.partitions().stream())
                .toList();
    }

    private static Set<Datum> values(Bound bound) {
        if (bound instanceof Bound.Range range) {
            return new HashSet<>(List.of(range.from().get(0), range.to().get(0)));
        }
        return bound instanceof Bound.Values list ? new HashSet<>(list.values()) : Set.of();
    }
}
