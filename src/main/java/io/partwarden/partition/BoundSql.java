package io.partwarden.partition;

import io.partwarden.sql.Expression;
import io.partwarden.sql.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A bound as SQL: what ATTACH PARTITION takes, and the condition that its rows meet. */
final class BoundSql {

    private BoundSql() {}

    /** {@code FOR VALUES ..} or {@code DEFAULT}. */
    static Expression clause(Bound bound) {
        if (bound instanceof Bound.Range range) {
            return new Expression("FOR VALUES FROM " + tuple(range.from()) + " TO " + tuple(range.to()));
        }
        if (bound instanceof Bound.Values values) {
            return new Expression("FOR VALUES IN " + tuple(values.values()));
        }
        if (bound instanceof Bound.Hash hash) {
            return new Expression(
                    "FOR VALUES WITH (MODULUS " + hash.modulus() + ", REMAINDER " + hash.remainder() + ")");
        }
        return new Expression("DEFAULT");
    }

    /**
     * The rows of a range or list bound, written the way PostgreSQL itself writes a partition constraint (get_qual_for_range,
     * get_qual_for_list), so that it can prove one from the other.
     */
    static Expression condition(PartitionKey key, Bound bound) {
        if (bound instanceof Bound.Range range) {
            return new Expression(range(key.columns(), range));
        }
        if (bound instanceof Bound.Values values) {
            return new Expression(list(key.columns().get(0), values));
        }
        throw new IllegalArgumentException("Only range and list bounds can meet a default partition");
    }

    static Expression not(Expression condition) {
        return new Expression("NOT (" + condition.sql() + ")");
    }

    private static String list(KeyColumn column, Bound.Values values) {
        String key = column.expression().sql();
        List<String> constants = values.values().stream()
                .filter(Datum.Value.class::isInstance)
                .map(v -> constant(column, v))
                .toList();
        boolean withNull = constants.size() < values.values().size();
        if (constants.isEmpty()) {
            return key + " IS NULL";
        }
        String in = constants.size() == 1
                ? key + " = " + constants.get(0)
                : key + " = ANY (ARRAY[" + String.join(", ", constants) + "])";
        return withNull ? "(" + key + " IS NULL) OR (" + in + ")" : "(" + key + " IS NOT NULL) AND (" + in + ")";
    }

    private static String range(List<KeyColumn> columns, Bound.Range range) {
        List<String> parts = new ArrayList<>();
        columns.forEach(c -> parts.add("(" + c.expression().sql() + " IS NOT NULL)"));
        int i = 0;
        while (i < columns.size()
                && range.from().get(i) instanceof Datum.Value
                && range.from().get(i).equals(range.to().get(i))) {
            parts.add(compare(columns.get(i), "=", range.from().get(i)));
            i++;
        }
        beyond(columns, range.from(), i, Side.LOWER).ifPresent(parts::add);
        beyond(columns, range.to(), i, Side.UPPER).ifPresent(parts::add);
        return String.join(" AND ", parts);
    }

    /** (a > 1) OR ((a = 1) AND (b >= 2)): spelled out, since the prover does not look into a row comparison. */
    private static Optional<String> beyond(List<KeyColumn> columns, List<Datum> bound, int start, Side side) {
        List<String> arms = new ArrayList<>();
        String equalSoFar = "";
        for (int i = start; i < columns.size() && bound.get(i) instanceof Datum.Value; i++) {
            String arm = compare(columns.get(i), side.operator(bound, i), bound.get(i));
            arms.add(equalSoFar.isEmpty() ? arm : "(" + equalSoFar + arm + ")");
            equalSoFar += compare(columns.get(i), "=", bound.get(i)) + " AND ";
        }
        if (arms.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(arms.size() == 1 ? arms.get(0) : "(" + String.join(" OR ", arms) + ")");
    }

    /** A lower bound is inclusive, an upper one exclusive; an infinite next datum takes all or none of the rows that tie so far. */
    private enum Side {
        LOWER(">", true, Datum.MinValue.class),
        UPPER("<", false, Datum.MaxValue.class);

        private final String strict;
        private final boolean inclusive;
        private final Class<? extends Datum> takesTies;

        Side(String strict, boolean inclusive, Class<? extends Datum> takesTies) {
            this.strict = strict;
            this.inclusive = inclusive;
            this.takesTies = takesTies;
        }

        private String operator(List<Datum> bound, int i) {
            boolean withTies = i == bound.size() - 1 ? inclusive : takesTies.isInstance(bound.get(i + 1));
            return withTies ? strict + "=" : strict;
        }
    }

    private static String compare(KeyColumn column, String operator, Datum datum) {
        return "(" + column.expression().sql() + " " + operator + " " + constant(column, datum) + ")";
    }

    private static String constant(KeyColumn column, Datum datum) {
        return Literal.of(((Datum.Value) datum).text()) + "::" + column.type().quoted();
    }

    private static String tuple(List<Datum> data) {
        return data.stream().map(BoundSql::datum).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String datum(Datum datum) {
        if (datum instanceof Datum.Value value) {
            return Literal.of(value.text());
        }
        if (datum instanceof Datum.MinValue) {
            return "MINVALUE";
        }
        return datum instanceof Datum.MaxValue ? "MAXVALUE" : "NULL";
    }
}
