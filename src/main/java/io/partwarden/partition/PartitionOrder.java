package io.partwarden.partition;

import io.partwarden.partition.Bound.Hash;
import io.partwarden.partition.Bound.Range;
import io.partwarden.partition.Bound.Values;
import java.util.Comparator;

/**
 * The order in which the partitions of one table are shown: by bound, with the server's ranks for the values. Ranges go by their lower
 * bounds, lists by their lowest values (one with NULL alone last), hash by modulus and remainder; the default is the very last.
 */
public final class PartitionOrder implements Comparator<Bound> {

    private final KeySpace keys;
    private final BoundOrder tuples;

    public PartitionOrder(KeySpace keys) {
        this.keys = keys;
        this.tuples = new BoundOrder(keys);
    }

    @Override
    public int compare(Bound left, Bound right) {
        if (left instanceof Range a && right instanceof Range b) {
            int order = tuples.compare(a.from(), b.from());
            return order != 0 ? order : tuples.compare(a.to(), b.to());
        }
        if (left instanceof Values a && right instanceof Values b) {
            return Integer.compare(lowest(a), lowest(b));
        }
        if (left instanceof Hash a && right instanceof Hash b) {
            int order = Integer.compare(a.modulus(), b.modulus());
            return order != 0 ? order : Integer.compare(a.remainder(), b.remainder());
        }
        return Boolean.compare(left instanceof Bound.Default, right instanceof Bound.Default);
    }

    private int lowest(Values list) {
        return list.values().stream()
                .filter(Datum.Value.class::isInstance)
                .mapToInt(v -> keys.of(0, ((Datum.Value) v).text()).rank())
                .min()
                .orElse(Integer.MAX_VALUE);
    }
}
