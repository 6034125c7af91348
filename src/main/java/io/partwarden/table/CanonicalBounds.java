package io.partwarden.table;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Bounds in the server's own spelling. A bound that does not fit the key stays as it is: the planner says what is wrong with it. */
final class CanonicalBounds {

    private CanonicalBounds() {}

    static Bound of(Bound bound, PartitionKey key, KeySpace keys) {
        if (!fits(bound, key)) {
            return bound;
        }
        if (bound instanceof Bound.Range range) {
            return new Bound.Range(tuple(range.from(), keys), tuple(range.to(), keys));
        }
        if (bound instanceof Bound.Values list) {
            return new Bound.Values(
                    list.values().stream().map(datum -> of(datum, 0, keys)).toList());
        }
        return bound;
    }

    /** Whether its values can be put to the server at all: as many as the key has columns, of kinds that the key takes. */
    static boolean fits(Bound bound, PartitionKey key) {
        if (bound instanceof Bound.Range range) {
            return key.strategy() == Strategy.RANGE && fits(range.from(), key) && fits(range.to(), key);
        }
        if (bound instanceof Bound.Values list) {
            return key.strategy() == Strategy.LIST
                    && list.values().stream()
                            .allMatch(datum -> datum instanceof Datum.Value || datum instanceof Datum.Null);
        }
        return true;
    }

    private static boolean fits(List<Datum> tuple, PartitionKey key) {
        return tuple.size() == key.columns().size() && tuple.stream().noneMatch(Datum.Null.class::isInstance);
    }

    /** The texts that a column of the key has in these bounds. */
    static Set<String> texts(List<Bound> bounds, int column) {
        Set<String> texts = new LinkedHashSet<>();
        for (Bound bound : bounds) {
            if (bound instanceof Bound.Range range) {
                add(range.from().get(column), texts);
                add(range.to().get(column), texts);
            } else if (bound instanceof Bound.Values list) {
                list.values().forEach(datum -> add(datum, texts));
            }
        }
        return texts;
    }

    /** The request's field that a text of a column came from. */
    static String fieldOf(String text, int column, List<Bound> bounds) {
        for (Bound bound : bounds) {
            if (bound instanceof Bound.Values) {
                return "list.values";
            }
            if (bound instanceof Bound.Range range
                    && column < range.to().size()
                    && range.to().get(column).equals(Datum.of(text))
                    && !range.from().get(column).equals(Datum.of(text))) {
                return "range.to";
            }
        }
        return "range.from";
    }

    private static void add(Datum datum, Set<String> texts) {
        if (datum instanceof Datum.Value value) {
            texts.add(value.text());
        }
    }

    private static List<Datum> tuple(List<Datum> tuple, KeySpace keys) {
        List<Datum> canonical = new ArrayList<>();
        for (int column = 0; column < tuple.size(); column++) {
            canonical.add(of(tuple.get(column), column, keys));
        }
        return canonical;
    }

    private static Datum of(Datum datum, int column, KeySpace keys) {
        return datum instanceof Datum.Value value
                ? Datum.of(keys.of(column, value.text()).canonical())
                : datum;
    }
}
