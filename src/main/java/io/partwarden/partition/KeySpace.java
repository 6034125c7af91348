package io.partwarden.partition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The server's own reading and order of every key value that a plan compares, per key column: text, as given and canonical, to canonical text
 * and rank. Equal values have equal ranks. The planner never compares values itself, since only the server knows a type's order and a
 * text's collation.
 */
public record KeySpace(List<Map<String, KeyValue>> columns) {

    /** A value as the server writes it, and its place among the values of this key space. */
    public record KeyValue(String canonical, int rank) {}

    public KeySpace {
        columns = columns.stream().map(KeySpace::withCanonical).toList();
    }

    private static Map<String, KeyValue> withCanonical(Map<String, KeyValue> asGiven) {
        Map<String, KeyValue> all = new HashMap<>(asGiven);
        asGiven.values().forEach(v -> all.put(v.canonical(), v));
        return Map.copyOf(all);
    }

    /** @throws IllegalArgumentException if the value was not part of the question that was put to the server */
    public KeyValue of(int column, String text) {
        KeyValue value = columns.get(column).get(text);
        if (value == null) {
            throw new IllegalArgumentException("The key space was not asked for a value of column " + column);
        }
        return value;
    }
}
