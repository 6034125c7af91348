package io.partwarden.partition;

import io.partwarden.sql.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a bound must be for a table, whatever other partitions there are: kind, number of values, order, no doubles. */
final class BoundRules {

    private BoundRules() {}

    /** @throws PlanRefusedException INVALID with the request's field */
    static void check(PartitionKey key, KeySpace keys, NewPartition partition) {
        Bound bound = partition.bound();
        if (bound instanceof Bound.Default) {
            if (key.strategy() == Strategy.HASH) {
                throw PlanRefusedException.invalid(
                        "default", "A hash-partitioned table has no default partition; give modulus and remainder.");
            }
        } else if (bound instanceof Bound.Range range) {
            require(key, Strategy.RANGE, "range");
            range(key, keys, range);
        } else if (bound instanceof Bound.Values list) {
            require(key, Strategy.LIST, "list");
            list(keys, list);
        } else if (bound instanceof Bound.Hash hash) {
            require(key, Strategy.HASH, "hash");
            hash(hash);
        }
    }

    /** The same partition with each value as the server itself writes it: 'today' must not mean another day when the plan runs. */
    static NewPartition canonical(KeySpace keys, NewPartition partition) {
        Bound bound = partition.bound();
        if (bound instanceof Bound.Range range) {
            bound = new Bound.Range(canonical(keys, range.from()), canonical(keys, range.to()));
        } else if (bound instanceof Bound.Values list) {
            bound = new Bound.Values(
                    list.values().stream().map(v -> canonical(keys, 0, v)).toList());
        }
        return new NewPartition(partition.name(), bound, partition.sub());
    }

    private static List<Datum> canonical(KeySpace keys, List<Datum> tuple) {
        List<Datum> canonical = new ArrayList<>();
        for (int i = 0; i < tuple.size(); i++) {
            canonical.add(canonical(keys, i, tuple.get(i)));
        }
        return canonical;
    }

    private static Datum canonical(KeySpace keys, int column, Datum datum) {
        return datum instanceof Datum.Value value
                ? Datum.of(keys.of(column, value.text()).canonical())
                : datum;
    }

    private static void require(PartitionKey key, Strategy strategy, String field) {
        if (key.strategy() != strategy) {
            throw PlanRefusedException.invalid(
                    field,
                    "The table is partitioned by " + key.strategy().keyword() + ", so a partition needs '"
                            + key.strategy().keyword() + "' instead of '" + field + "'.");
        }
    }

    private static void range(PartitionKey key, KeySpace keys, Bound.Range range) {
        tuple(key, "range.from", range.from());
        tuple(key, "range.to", range.to());
        if (new BoundOrder(keys).compare(range.from(), range.to()) >= 0) {
            throw PlanRefusedException.invalid(
                    "range.from", "The lower bound must be below the upper one; it is inclusive, the upper exclusive.");
        }
    }

    private static void tuple(PartitionKey key, String field, List<Datum> tuple) {
        if (tuple.size() != key.columns().size()) {
            throw PlanRefusedException.invalid(
                    field,
                    "The partition key has " + key.columns().size() + " columns " + names(key) + ", so " + field
                            + " needs as many values, in that order; it has " + tuple.size() + ".");
        }
        boolean infinite = false;
        for (Datum datum : tuple) {
            if (datum instanceof Datum.Null) {
                throw PlanRefusedException.invalid(field, "A range bound cannot be null.");
            }
            if (infinite && datum instanceof Datum.Value) {
                throw PlanRefusedException.invalid(
                        field, "Every value after minvalue or maxvalue must be the same one, as PostgreSQL demands.");
            }
            infinite |= !(datum instanceof Datum.Value);
        }
        if (tuple.stream().anyMatch(Datum.MinValue.class::isInstance)
                && tuple.stream().anyMatch(Datum.MaxValue.class::isInstance)) {
            throw PlanRefusedException.invalid(
                    field, "Every value after minvalue or maxvalue must be the same one, as PostgreSQL demands.");
        }
    }

    private static String names(PartitionKey key) {
        return key.columns().stream()
                .map(c -> c.name().map(Identifier::value).orElse("(expression)"))
                .toList()
                .toString();
    }

    private static void list(KeySpace keys, Bound.Values list) {
        if (list.values().isEmpty()) {
            throw PlanRefusedException.invalid("list.values", "At least one value is needed.");
        }
        Set<Object> seen = new HashSet<>();
        for (Datum value : list.values()) {
            if (value instanceof Datum.MinValue || value instanceof Datum.MaxValue) {
                throw PlanRefusedException.invalid(
                        "list.values", "minvalue and maxvalue are for range bounds; a list holds values and null.");
            }
            Object identity =
                    value instanceof Datum.Value v ? keys.of(0, v.text()).rank() : Datum.NULL;
            if (!seen.add(identity)) {
                throw PlanRefusedException.invalid("list.values", "A value is listed twice.");
            }
        }
    }

    private static void hash(Bound.Hash hash) {
        if (hash.modulus() < 1) {
            throw PlanRefusedException.invalid("hash.modulus", "The modulus must be at least 1.");
        }
        if (hash.remainder() < 0 || hash.remainder() >= hash.modulus()) {
            throw PlanRefusedException.invalid(
                    "hash.remainder", "The remainder must be from 0 to " + (hash.modulus() - 1) + ".");
        }
    }
}
