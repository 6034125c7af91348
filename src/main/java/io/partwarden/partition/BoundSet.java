package io.partwarden.partition;

import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bounds that a table has, and a place for more: a bound is let in only if it takes no row of another. This is PostgreSQL's rule
 * (check_new_partition_bound), applied before anything is touched so that the answer can name the other partition.
 */
final class BoundSet {

    private final KeySpace keys;
    private final BoundOrder order;
    private final NavigableMap<List<Datum>, Ranged> ranges;
    private final Map<Integer, QualifiedName> values = new HashMap<>();
    private final NavigableMap<Integer, List<Hashed>> hashes = new TreeMap<>();
    private @Nullable QualifiedName holderOfNull;
    private @Nullable QualifiedName defaultPartition;

    private record Ranged(Bound.Range range, QualifiedName owner) {}

    private record Hashed(Bound.Hash hash, QualifiedName owner) {}

    BoundSet(KeySpace keys) {
        this.keys = keys;
        this.order = new BoundOrder(keys);
        this.ranges = new TreeMap<>(order);
    }

    /** The partition with the very same bound, if there is one. */
    Optional<QualifiedName> equalTo(Bound bound) {
        if (bound instanceof Bound.Range range) {
            Ranged at = ranges.get(range.from());
            return at != null && order.compare(at.range().to(), range.to()) == 0
                    ? Optional.of(at.owner())
                    : Optional.empty();
        }
        if (bound instanceof Bound.Hash hash) {
            return hashes.getOrDefault(hash.modulus(), List.of()).stream()
                    .filter(h -> h.hash().equals(hash))
                    .map(Hashed::owner)
                    .findFirst();
        }
        if (bound instanceof Bound.Values list) {
            return equalList(list);
        }
        return Optional.ofNullable(defaultPartition);
    }

    private Optional<QualifiedName> equalList(Bound.Values list) {
        List<@Nullable QualifiedName> owners = new ArrayList<>();
        list.values().forEach(v -> owners.add(ownerOf(v)));
        QualifiedName first = owners.isEmpty() ? null : owners.get(0);
        if (first == null || owners.stream().anyMatch(o -> !first.equals(o))) {
            return Optional.empty();
        }
        long held = values.values().stream().filter(first::equals).count() + (first.equals(holderOfNull) ? 1 : 0);
        return held == list.values().stream().map(this::identity).distinct().count()
                ? Optional.of(first)
                : Optional.empty();
    }

    /** @throws PlanRefusedException OVERLAP naming the other partition, or INVALID for moduli that do not divide each other */
    void add(Bound bound, QualifiedName owner) {
        if (bound instanceof Bound.Range range) {
            addRange(range, owner);
        } else if (bound instanceof Bound.Values list) {
            addList(list, owner);
        } else if (bound instanceof Bound.Hash hash) {
            addHash(hash, owner);
        } else if (defaultPartition != null) {
            throw overlap(owner, defaultPartition, "is the default partition already");
        } else {
            defaultPartition = owner;
        }
    }

    private void addRange(Bound.Range range, QualifiedName owner) {
        var before = ranges.lowerEntry(range.to());
        if (before != null && order.compare(before.getValue().range().to(), range.from()) > 0) {
            Ranged other = before.getValue();
            throw overlap(owner, other.owner(), "takes " + text(other.range()));
        }
        ranges.put(range.from(), new Ranged(range, owner));
    }

    /** The holes that this range leaves beside it, as half-open ranges in text; empty if it has no neighbour or touches it. */
    List<String> gapsBeside(Bound.Range range) {
        List<String> gaps = new ArrayList<>();
        var before = ranges.lowerEntry(range.from());
        if (before != null && order.compare(before.getValue().range().to(), range.from()) < 0) {
            gaps.add(text(before.getValue().range().to(), range.from()));
        }
        var after = ranges.ceilingEntry(range.to());
        if (after != null && order.compare(range.to(), after.getKey()) < 0) {
            gaps.add(text(range.to(), after.getKey()));
        }
        return gaps;
    }

    private void addList(Bound.Values list, QualifiedName owner) {
        for (Datum value : list.values()) {
            QualifiedName other = ownerOf(value);
            if (other != null) {
                throw overlap(owner, other, "takes " + text(value));
            }
        }
        for (Datum value : list.values()) {
            if (value instanceof Datum.Value v) {
                values.put(keys.of(0, v.text()).rank(), owner);
            } else {
                holderOfNull = owner;
            }
        }
    }

    private @Nullable QualifiedName ownerOf(Datum value) {
        return value instanceof Datum.Value v ? values.get(keys.of(0, v.text()).rank()) : holderOfNull;
    }

    private Object identity(Datum value) {
        return value instanceof Datum.Value v ? keys.of(0, v.text()).rank() : Datum.NULL;
    }

    private void addHash(Bound.Hash hash, QualifiedName owner) {
        requireFactor(hash.modulus(), hashes.lowerKey(hash.modulus()), true);
        requireFactor(hash.modulus(), hashes.higherKey(hash.modulus()), false);
        for (List<Hashed> sameModulus : hashes.values()) {
            for (Hashed other : sameModulus) {
                int smaller = Math.min(hash.modulus(), other.hash().modulus());
                if (hash.remainder() % smaller == other.hash().remainder() % smaller) {
                    throw overlap(
                            owner,
                            other.owner(),
                            "takes modulus " + other.hash().modulus() + ", remainder "
                                    + other.hash().remainder());
                }
            }
        }
        hashes.computeIfAbsent(hash.modulus(), m -> new ArrayList<>()).add(new Hashed(hash, owner));
    }

    private static void requireFactor(int modulus, @Nullable Integer neighbour, boolean smaller) {
        if (neighbour != null && (smaller ? modulus % neighbour : neighbour % modulus) != 0) {
            throw PlanRefusedException.invalid(
                    "hash.modulus",
                    "Modulus " + modulus + " does not fit beside modulus " + neighbour
                            + ": each modulus of a table must divide the next larger one.");
        }
    }

    private static PlanRefusedException overlap(QualifiedName wanted, QualifiedName other, String what) {
        return PlanRefusedException.because(
                Reason.OVERLAP, other, "Partition " + wanted + " would overlap " + other + ", which " + what + ".");
    }

    private static String text(Bound.Range range) {
        return text(range.from(), range.to());
    }

    private static String text(List<Datum> from, List<Datum> to) {
        return "[" + text(from) + ", " + text(to) + ")";
    }

    private static String text(List<Datum> tuple) {
        return tuple.size() == 1
                ? text(tuple.get(0))
                : tuple.stream().map(BoundSet::text).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String text(Datum datum) {
        if (datum instanceof Datum.Value value) {
            return value.text();
        }
        if (datum instanceof Datum.MinValue) {
            return "MINVALUE";
        }
        return datum instanceof Datum.MaxValue ? "MAXVALUE" : "NULL";
    }
}
