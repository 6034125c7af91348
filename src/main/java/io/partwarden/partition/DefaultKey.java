package io.partwarden.partition;

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
import io.partwarden.sql.TypeText;
import io.partwarden.sql.TypedText;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A default in a form that is equal for a request's text and for what the server makes of it: a cast to the column's own type says nothing,
 * '1' and 1 are one number, and the names of the transaction's start are one function.
 */
final class DefaultKey {

    /** No default at all, which is also what DEFAULT NULL means. */
    static final String NONE = "";

    private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric", "float4", "float8");

    private final Function<TypeText, SqlType> types;
    private final Function<QualifiedName, QualifiedName> bases;
    private final Function<TypedText, String> constants;

    /**
     * @param types what a type's text means
     * @param bases a domain's base type, anything else itself
     * @param constants how a constant is shown
     */
    DefaultKey(
            Function<TypeText, SqlType> types,
            Function<QualifiedName, QualifiedName> bases,
            Function<TypedText, String> constants) {
        this.types = types;
        this.bases = bases;
        this.constants = constants;
    }

    String of(DefaultExpression expression, SqlType type) {
        if (expression instanceof Cast cast) {
            SqlType target = types.apply(cast.type());
            String inner = of(cast.inner(), target);
            boolean nothing = target.name().equals(type.name()) && target.array() == type.array();
            return nothing || inner.equals(NONE) ? inner : "cast(" + inner + "," + target.quoted() + ")";
        }
        if (expression instanceof Text text) {
            return constant(constants.apply(new TypedText(type, text.value())), type);
        }
        if (expression instanceof Numeric number) {
            return constant(constants.apply(new TypedText(type, number.digits())), type);
        }
        if (expression instanceof Array array) {
            return array(array, type);
        }
        if (expression instanceof AtTimeZone at) {
            return "zone(" + of(at.inner(), type) + "," + at.zone().toLowerCase(Locale.ROOT) + ")";
        }
        if (expression instanceof Shift shift) {
            return "shift(" + of(shift.inner(), type) + "," + shift.forward() + "," + of(shift.interval(), type) + ")";
        }
        return word(expression);
    }

    private static String word(DefaultExpression expression) {
        if (expression instanceof Call call) {
            return switch (call.function()) {
                case NOW, CURRENT_TIMESTAMP, TRANSACTION_TIMESTAMP -> "now()";
                default -> call.function().display();
            };
        }
        if (expression instanceof Truth truth) {
            return "bool:" + truth.value();
        }
        if (expression instanceof Null) {
            return NONE;
        }
        throw new IllegalStateException("No form for " + expression);
    }

    private String array(Array array, SqlType type) {
        SqlType element = DefaultRules.elementOf(type);
        return array.items().isEmpty()
                ? "text:{}"
                : array.items().stream().map(item -> of(item, element)).collect(Collectors.joining(",", "array[", "]"));
    }

    private String constant(String text, SqlType type) {
        QualifiedName base = bases.apply(type.name());
        String plain = type.array() || !base.schema().value().equals("pg_catalog")
                ? ""
                : base.name().value();
        if (NUMBERS.contains(plain)) {
            return number(text).map(n -> "number:" + n).orElse("text:" + text);
        }
        if (plain.equals("bool") && text.matches("t|f|true|false")) {
            return "bool:" + text.startsWith("t");
        }
        return "text:" + text;
    }

    private static Optional<String> number(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip()).stripTrailingZeros().toPlainString());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
