package io.partwarden.partition;

import io.partwarden.partition.CheckedTable.ColumnType;
import io.partwarden.sql.DefaultExpression;
import io.partwarden.sql.DefaultExpression.Array;
import io.partwarden.sql.DefaultExpression.AtTimeZone;
import io.partwarden.sql.DefaultExpression.Call;
import io.partwarden.sql.DefaultExpression.Cast;
import io.partwarden.sql.DefaultExpression.Null;
import io.partwarden.sql.DefaultExpression.Numeric;
import io.partwarden.sql.DefaultExpression.Shift;
import io.partwarden.sql.DefaultExpression.Text;
import io.partwarden.sql.DefaultExpression.Truth;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.SqlType;
import io.partwarden.sql.TextRefusedException;
import io.partwarden.sql.TypedText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a default fits its column, by the server's assignment casts (pg_cast) among the types that the grammar can make. Every constant
 * is noted with the type that will read it, for the server to judge.
 */
final class DefaultRules {

    private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric", "float4", "float8");
    private static final Set<String> STRINGS = Set.of("text", "varchar", "bpchar", "name");
    private static final Set<String> WRITTEN_AS_TEXT = Set.of(
            "int2", "int4", "int8", "numeric", "float4", "float8", "bool", "uuid", "date", "timestamp", "timestamptz");

    private static final Map<String, Set<String>> TIMES = Map.of(
            "timestamptz", Set.of("timestamp", "date", "time", "timetz"),
            "timestamp", Set.of("timestamptz", "date", "time"),
            "date", Set.of("timestamp", "timestamptz"),
            "json", Set.of("jsonb"),
            "jsonb", Set.of("json"));

    private static final Set<String> MOMENTS = Set.of("date", "time", "timetz", "timestamp", "timestamptz");
    private static final Pattern FROZEN =
            Pattern.compile("\\b(now|today|tomorrow|yesterday)\\b", Pattern.CASE_INSENSITIVE);

    private final TypeResolution types;
    private final int serverVersion;
    private final List<TypedText> constants = new ArrayList<>();

    DefaultRules(TypeResolution types, int serverVersion) {
        this.types = types;
        this.serverVersion = serverVersion;
    }

    /** What a base type is called in pg_catalog; anything else is only equal to itself. */
    private record Result(QualifiedName base, boolean array) {

        static Result of(ColumnType type) {
            return new Result(type.known().base(), type.sql().array());
        }

        static Result builtIn(String name) {
            return new Result(QualifiedName.of("pg_catalog", name), false);
        }

        String plain() {
            return array || !base.schema().value().equals("pg_catalog")
                    ? ""
                    : base.name().value();
        }
    }

    /** Every constant with the type that is to read it, as far as the checks went. */
    List<TypedText> constants() {
        return List.copyOf(constants);
    }

    /** @throws TextRefusedException if the server would refuse it for this column, now or at each insert */
    void check(DefaultExpression expression, ColumnType column) {
        Result target = Result.of(column);
        if (isConstant(expression)) {
            constant(expression, column);
            return;
        }
        if (expression instanceof Array array) {
            items(array, column);
            return;
        }
        Result result = typeOf(expression);
        if (!assignable(result, target)) {
            throw new TextRefusedException("A " + result.base().name() + (result.array() ? "[]" : "")
                    + " is not assigned to a column of type " + column.sql().display() + ".");
        }
    }

    private static boolean isConstant(DefaultExpression expression) {
        return expression instanceof Text
                || expression instanceof Numeric
                || expression instanceof Truth
                || expression instanceof Null;
    }

    private Result typeOf(DefaultExpression expression) {
        if (expression instanceof Call call) {
            return call(call);
        }
        if (expression instanceof Cast cast) {
            return cast(cast);
        }
        if (expression instanceof AtTimeZone at) {
            return atTimeZone(at);
        }
        if (expression instanceof Shift shift) {
            return shift(shift);
        }
        throw new TextRefusedException("A constant needs a type here: write '...'::type.");
    }

    private Result call(Call call) {
        if (call.function().since() > serverVersion) {
            throw new TextRefusedException(call.function().display() + " needs PostgreSQL "
                    + call.function().since() + "; this target has " + serverVersion + ".");
        }
        return Result.builtIn(call.function().type());
    }

    private Result cast(Cast cast) {
        ColumnType type = types.resolve(cast.type());
        check(cast.inner(), type);
        return Result.of(type);
    }

    private Result atTimeZone(AtTimeZone at) {
        Result inner = typeOf(at.inner());
        boolean known = ZoneId.getAvailableZoneIds().stream().anyMatch(at.zone()::equalsIgnoreCase);
        if (!known) {
            throw new TextRefusedException("AT TIME ZONE takes a zone's full name, such as 'UTC' or 'Europe/Zurich'.");
        }
        return switch (inner.plain()) {
            case "timestamptz" -> Result.builtIn("timestamp");
            case "timestamp" -> Result.builtIn("timestamptz");
            default -> throw new TextRefusedException("AT TIME ZONE needs a timestamp before it.");
        };
    }

    private Result shift(Shift shift) {
        Result inner = typeOf(shift.inner());
        if (!typeOf(shift.interval()).plain().equals("interval")) {
            throw new TextRefusedException("After + or - an INTERVAL '...' is needed.");
        }
        return switch (inner.plain()) {
            case "timestamptz", "timestamp" -> inner;
            case "date" -> Result.builtIn("timestamp");
            default -> throw new TextRefusedException("An interval is added to a date or a timestamp only.");
        };
    }

    private void items(Array array, ColumnType column) {
        if (!column.sql().array()) {
            throw new TextRefusedException(
                    "ARRAY[..] is not assigned to type " + column.sql().display() + ".");
        }
        SqlType element = elementOf(column.sql());
        array.items().forEach(item -> check(item, new ColumnType(element, column.known())));
    }

    static SqlType elementOf(SqlType array) {
        return new SqlType(
                array.name(), array.modifiers(), false, array.display().replaceFirst("\\[]$", ""));
    }

    private void constant(DefaultExpression expression, ColumnType column) {
        String base = Result.of(column).plain();
        if (expression instanceof Text text) {
            if (MOMENTS.contains(base) && FROZEN.matcher(text.value()).find()) {
                throw new TextRefusedException("'" + text.value() + "' would be frozen to the moment when the table is"
                        + " made; use now() or current_date.");
            }
            length(text.value(), column.sql());
            constants.add(new TypedText(column.sql(), text.value()));
        } else if (expression instanceof Numeric number) {
            require(NUMBERS.contains(base) || STRINGS.contains(base), "A number", column);
            length(number.digits(), column.sql());
            constants.add(new TypedText(column.sql(), number.digits()));
        } else if (expression instanceof Truth truth) {
            require(base.equals("bool") || STRINGS.contains(base), "true or false", column);
            length(String.valueOf(truth.value()), column.sql());
        }
    }

    private static void require(boolean fits, String what, ColumnType column) {
        if (!fits) {
            throw new TextRefusedException(what + " is not assigned to a column of type "
                    + column.sql().display() + ".");
        }
    }

    /** The server takes a constant that is too long for its column here, and then refuses each insert. */
    private static void length(String text, SqlType type) {
        if (type.array()
                || type.modifiers().isEmpty()
                || !type.name().schema().value().equals("pg_catalog")) {
            return;
        }
        int limit = Objects.requireNonNull(type.modifiers().get(0));
        int length = text.codePointCount(0, text.length());
        boolean fits = switch (type.name().name().value()) {
            case "varchar", "bpchar", "varbit" -> length <= limit;
            case "bit" -> length == limit;
            default -> true;
        };
        if (!fits) {
            throw new TextRefusedException("The constant does not fit into " + type.display() + ".");
        }
    }

    private static boolean assignable(Result from, Result to) {
        if (from.equals(to)) {
            return true;
        }
        String source = from.plain();
        String target = to.plain();
        return (NUMBERS.contains(source) && NUMBERS.contains(target))
                || (STRINGS.contains(source) && STRINGS.contains(target))
                || (WRITTEN_AS_TEXT.contains(source) && STRINGS.contains(target))
                || TIMES.getOrDefault(source, Set.of()).contains(target);
    }
}
