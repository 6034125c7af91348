package io.partwarden.sql;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A column's default, read from a small grammar that holds nothing dangerous: constants, casts of them, a few functions and shifts in time.
 * What the server writes back for one of these (pg_get_expr) is in the same grammar, so that two can be compared.
 */
public sealed interface DefaultExpression {

    /** What the grammar takes, for messages. */
    String ALLOWED = "Allowed are constants ('text', 12.5, true, null, DATE '2026-01-01'), casts of them ('{}'::jsonb),"
            + " ARRAY[..]::type[], now(), current_timestamp, current_date, localtimestamp, clock_timestamp(),"
            + " statement_timestamp(), transaction_timestamp(), current_user, session_user, gen_random_uuid(),"
            + " uuidv4() and uuidv7() (PostgreSQL 18), each of them with ::type, AT TIME ZONE 'zone' and"
            + " + or - INTERVAL '...'.";

    /** A quoted constant without a type of its own. */
    record Text(String value) implements DefaultExpression {}

    /** A number with its sign. */
    record Numeric(String digits) implements DefaultExpression {}

    record Truth(boolean value) implements DefaultExpression {}

    record Null() implements DefaultExpression {}

    /** Also a constant with its type before it: DATE '2026-01-01'. */
    record Cast(DefaultExpression inner, TypeText type) implements DefaultExpression {}

    record Call(DefaultFunction function) implements DefaultExpression {}

    record AtTimeZone(DefaultExpression inner, String zone) implements DefaultExpression {}

    record Shift(DefaultExpression inner, boolean forward, DefaultExpression interval) implements DefaultExpression {}

    record Array(List<DefaultExpression> items) implements DefaultExpression {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** @throws TextRefusedException saying what is wrong and what is allowed */
    static DefaultExpression parse(String text) {
        return DefaultGrammar.read(text);
    }

    /** Every type that it names. */
    default Stream<TypeText> types() {
        if (this instanceof Cast cast) {
            return Stream.concat(cast.inner().types(), Stream.of(cast.type()));
        }
        if (this instanceof AtTimeZone at) {
            return at.inner().types();
        }
        if (this instanceof Shift shift) {
            return Stream.concat(shift.inner().types(), shift.interval().types());
        }
        return this instanceof Array array ? array.items().stream().flatMap(DefaultExpression::types) : Stream.empty();
    }

    /** Written anew for a column, every name qualified. An array takes the column's type, since an empty one has none of its own. */
    default Expression render(SqlType column, Function<TypeText, SqlType> types) {
        return new Expression(
                this instanceof Array ? "CAST(" + sql(types) + " AS " + column.quoted() + ")" : sql(types));
    }

    private String sql(Function<TypeText, SqlType> types) {
        if (this instanceof Text text) {
            return Literal.of(text.value());
        }
        if (this instanceof Numeric number) {
            return number.digits().startsWith("-") ? "(" + number.digits() + ")" : number.digits();
        }
        if (this instanceof Truth truth) {
            return truth.value() ? "TRUE" : "FALSE";
        }
        if (this instanceof Cast cast) {
            return "CAST(" + cast.inner().sql(types) + " AS "
                    + types.apply(cast.type()).quoted() + ")";
        }
        if (this instanceof Call call) {
            return call.function().sql();
        }
        if (this instanceof AtTimeZone at) {
            return "(" + at.inner().sql(types) + " AT TIME ZONE " + Literal.of(at.zone()) + ")";
        }
        if (this instanceof Shift shift) {
            return "(" + shift.inner().sql(types) + " OPERATOR(pg_catalog." + (shift.forward() ? "+" : "-") + ") "
                    + shift.interval().sql(types) + ")";
        }
        if (this instanceof Array array) {
            return array.items().stream().map(item -> item.sql(types)).collect(Collectors.joining(", ", "ARRAY[", "]"));
        }
        return "NULL";
    }
}
