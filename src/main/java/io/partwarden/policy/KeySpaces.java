package io.partwarden.policy;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.KeyFamily;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.KeySpace.KeyValue;
import io.partwarden.partition.PartitionKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The order of a key's values without a question to the server, for types whose order everybody knows: dates, times, integers, numerics and
 * uuid. A policy's own bounds and the catalog's are in the server's text already, so that nothing of them needs to be read by it.
 */
public final class KeySpaces {

    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,18}");
    private static final Pattern NUMERIC = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** A value among others of its type: PostgreSQL sorts -infinity, all others, infinity, NaN. */
    private record Sortable(int extreme, BigDecimal place) implements Comparable<Sortable> {
        @Override
        public int compareTo(Sortable other) {
            int order = Integer.compare(extreme, other.extreme);
            return order != 0 ? order : place.compareTo(other.place);
        }

        /** Numbers of equal worth are one value, whatever their scale. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Sortable s && compareTo(s) == 0;
        }

        @Override
        public int hashCode() {
            return extreme + place.stripTrailingZeros().hashCode();
        }
    }

    private KeySpaces() {}

    /**
     * Every value in the bounds; empty where only the server can order them: text, other types, and values that are not in its own text.
     */
    public static Optional<KeySpace> of(PartitionKey key, List<Bound> bounds) {
        List<Map<String, KeyValue>> columns = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            Optional<Map<String, KeyValue>> ranked = ranks(key.columns().get(i), texts(bounds, i));
            if (ranked.isEmpty()) {
                return Optional.empty();
            }
            columns.add(ranked.get());
        }
        return Optional.of(new KeySpace(columns));
    }

    private static Set<String> texts(List<Bound> bounds, int column) {
        Set<String> texts = new LinkedHashSet<>();
        bounds.stream()
                .flatMap(bound -> data(bound, column))
                .filter(Datum.Value.class::isInstance)
                .forEach(datum -> texts.add(((Datum.Value) datum).text()));
        return texts;
    }

    private static Stream<Datum> data(Bound bound, int column) {
        if (bound instanceof Bound.Range range) {
            return Stream.of(range.from().get(column), range.to().get(column));
        }
        return bound instanceof Bound.Values list ? list.values().stream() : Stream.empty();
    }

    private static Optional<Map<String, KeyValue>> ranks(KeyColumn column, Set<String> texts) {
        TreeMap<Sortable, List<String>> sorted = new TreeMap<>();
        for (String text : texts) {
            Optional<Sortable> value = read(column, text);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            sorted.computeIfAbsent(value.get(), v -> new ArrayList<>()).add(text);
        }
        Map<String, KeyValue> ranks = new HashMap<>();
        int rank = 0;
        for (List<String> equal : sorted.values()) {
            rank++;
            for (String text : equal) {
                ranks.put(text, new KeyValue(text, rank));
            }
        }
        return Optional.of(ranks);
    }

    /** Empty unless the text is just what the server would write. */
    private static Optional<Sortable> read(KeyColumn column, String text) {
        return switch (column.family()) {
            case DATE, TIMESTAMP, TIMESTAMPTZ -> extreme(text, "infinity").or(() -> time(column, text));
            case INTEGER -> number(column, text, INTEGER);
            case NUMERIC -> extreme(text, "Infinity").or(() -> number(column, text, NUMERIC));
            case OTHER -> Columns.isUuid(column) ? uuid(text) : Optional.empty();
        };
    }

    private static Optional<Sortable> extreme(String text, String infinity) {
        if (text.equals(infinity)) {
            return Optional.of(new Sortable(1, BigDecimal.ZERO));
        }
        if (text.equals("-" + infinity)) {
            return Optional.of(new Sortable(-1, BigDecimal.ZERO));
        }
        return text.equals("NaN") ? Optional.of(new Sortable(2, BigDecimal.ZERO)) : Optional.empty();
    }

    private static Optional<Sortable> time(KeyColumn column, String text) {
        Optional<LocalDateTime> time = ServerTime.read(text);
        if (time.isEmpty()
                || !ServerTime.text(column.family(), time.get()).equals(Optional.of(text))
                || (column.family() != KeyFamily.DATE && isFinerThan(column, text))) {
            return Optional.empty();
        }
        return Optional.of(new Sortable(0, TimeLine.micros(time.get())));
    }

    /** timestamp(3) rounds what has more digits. */
    private static boolean isFinerThan(KeyColumn column, String text) {
        int point = text.indexOf('.');
        if (point < 0 || column.type().modifiers().isEmpty()) {
            return false;
        }
        long digits =
                text.substring(point + 1).chars().takeWhile(Character::isDigit).count();
        return digits > column.type().modifiers().get(0);
    }

    private static Optional<Sortable> number(KeyColumn column, String text, Pattern written) {
        if (!written.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text);
        Integer scale = KeyLimits.of(column).scale();
        // numeric(10,2) writes two digits; another number of them means that the server would rewrite it.
        boolean rewritten = scale != null && number.scale() != Math.max(0, scale);
        return rewritten ? Optional.empty() : Optional.of(new Sortable(0, number));
    }

    private static Optional<Sortable> uuid(String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        BigInteger bits = new BigInteger(UUID.fromString(text).toString().replace("-", ""), 16);
        return Optional.of(new Sortable(0, new BigDecimal(bits)));
    }
}
