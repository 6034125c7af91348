package io.partwarden.sql;

import io.partwarden.sql.Tokens.Kind;
import io.partwarden.sql.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a type's name as PostgreSQL's grammar does (gram.y, Typename), SQL's own spellings mapped to pg_catalog's names. */
final class TypeGrammar {

    private static final Map<String, String> PLAIN = Map.of(
            "int", "int4",
            "integer", "int4",
            "smallint", "int2",
            "bigint", "int8",
            "real", "float4",
            "boolean", "bool");

    private static final Set<String> SERIALS =
            Set.of("serial", "serial2", "serial4", "serial8", "smallserial", "bigserial");

    private static final int FLOAT4_BITS = 24;
    private static final int FLOAT8_BITS = 53;

    private final Tokens tokens;

    private TypeGrammar(Tokens tokens) {
        this.tokens = tokens;
    }

    static TypeText read(Tokens tokens) {
        TypeGrammar grammar = new TypeGrammar(tokens);
        TypeText type = grammar.simple();
        return grammar.arrayBounds()
                ? new TypeText(type.schema(), type.name(), type.builtIn(), type.modifiers(), true)
                : type;
    }

    private TypeText simple() {
        Token first = tokens.peek();
        boolean qualified = tokens.isSymbol(1, ".");
        if (SERIALS.contains(first.text()) && !qualified) {
            throw new TextRefusedException("'" + first.text() + "' is not a type but a shorthand for a sequence;"
                    + " use an integer type with \"identity\": \"by default\".");
        }
        if (first.kind() == Kind.WORD && !qualified) {
            tokens.next();
            Optional<TypeText> standard = standard(first.text());
            return standard.isPresent() ? standard.get() : generic(null, identifier(first));
        }
        Identifier name = identifier(tokens.next());
        if (!tokens.takeSymbol(".")) {
            return generic(null, name);
        }
        Identifier inSchema = identifier(tokens.next());
        if (tokens.isSymbol(0, ".")) {
            throw new TextRefusedException("A type's name has at most a schema before it.");
        }
        return generic(name, inSchema);
    }

    private TypeText generic(@Nullable Identifier schema, Identifier name) {
        return new TypeText(schema, name, false, numbers(), false);
    }

    private Optional<TypeText> standard(String word) {
        if (PLAIN.containsKey(word)) {
            return Optional.of(builtIn(PLAIN.get(word), noModifiers(word)));
        }
        return switch (word) {
            case "dec", "decimal", "numeric" -> Optional.of(builtIn("numeric", numbers()));
            case "float" -> Optional.of(floating(numbers()));
            case "double" -> Optional.of(doublePrecision());
            case "varchar" -> Optional.of(builtIn("varchar", numbers()));
            case "char", "character", "nchar" -> Optional.of(character());
            case "national" -> Optional.of(national());
            case "bit" -> Optional.of(bit());
            case "time" -> Optional.of(time("time", "timetz"));
            case "timestamp" -> Optional.of(time("timestamp", "timestamptz"));
            case "interval" -> Optional.of(builtIn("interval", IntervalFields.read(tokens, this::numbers)));
            case "setof" -> throw new TextRefusedException("A column has one value; SETOF is for functions.");
            default -> Optional.empty();
        };
    }

    private TypeText floating(List<Integer> bits) {
        if (bits.isEmpty()) {
            return builtIn("float8", List.of());
        }
        int wanted = bits.get(0);
        if (bits.size() > 1 || wanted < 1 || wanted > FLOAT8_BITS) {
            throw new TextRefusedException("float(n) takes 1 to " + FLOAT8_BITS + " bits.");
        }
        return builtIn(wanted <= FLOAT4_BITS ? "float4" : "float8", List.of());
    }

    private TypeText doublePrecision() {
        if (!tokens.take("precision")) {
            throw tokens.unexpected("'precision' (the type is called double precision)");
        }
        return builtIn("float8", noModifiers("double precision"));
    }

    private TypeText national() {
        if (!tokens.take("character") && !tokens.take("char")) {
            throw tokens.unexpected("'character'");
        }
        return character();
    }

    /** Without a length it is one character long, unlike bpchar. */
    private TypeText character() {
        if (tokens.take("varying")) {
            return builtIn("varchar", numbers());
        }
        List<Integer> length = numbers();
        return builtIn("bpchar", length.isEmpty() ? List.of(1) : length);
    }

    private TypeText bit() {
        if (tokens.take("varying")) {
            return builtIn("varbit", numbers());
        }
        List<Integer> length = numbers();
        return builtIn("bit", length.isEmpty() ? List.of(1) : length);
    }

    private TypeText time(String without, String with) {
        List<Integer> precision = numbers();
        if (tokens.take("with", "time", "zone")) {
            return builtIn(with, precision);
        }
        tokens.take("without", "time", "zone");
        return builtIn(without, precision);
    }

    private static TypeText builtIn(String name, List<Integer> modifiers) {
        return new TypeText(null, new Identifier(name), true, modifiers, false);
    }

    private List<Integer> noModifiers(String word) {
        if (tokens.isSymbol(0, "(")) {
            throw new TextRefusedException("Type " + word + " takes no modifiers in parentheses.");
        }
        return List.of();
    }

    /** {@code (10,-2)}, or nothing. */
    private List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        if (tokens.takeSymbol("(")) {
            do {
                numbers.add(wholeNumber());
            } while (tokens.takeSymbol(","));
            tokens.expectSymbol(")");
        }
        return numbers;
    }

    private int wholeNumber() {
        boolean negative = tokens.takeSymbol("-");
        String digits = tokens.takeNumber().orElseThrow(() -> tokens.unexpected("a whole number"));
        try {
            int number = Integer.parseInt(digits);
            return negative ? -number : number;
        } catch (NumberFormatException e) {
            throw new TextRefusedException("A type's modifiers are whole numbers up to 2147483647.");
        }
    }

    /** PostgreSQL forgets how many dimensions and elements were declared; so do we. */
    private boolean arrayBounds() {
        boolean array = tokens.take("array");
        if (array) {
            bound();
            return true;
        }
        while (bound()) {
            array = true;
        }
        return array;
    }

    private boolean bound() {
        if (!tokens.takeSymbol("[")) {
            return false;
        }
        tokens.takeNumber();
        tokens.expectSymbol("]");
        return true;
    }

    private static Identifier identifier(Token token) {
        boolean name = token.kind() == Kind.WORD || token.kind() == Kind.QUOTED_NAME;
        if (!name) {
            throw new TextRefusedException("A type's name is missing.");
        }
        if (!Identifier.isValid(token.text())) {
            throw new TextRefusedException("A type's name has 1 to 63 bytes.");
        }
        return new Identifier(token.text());
    }
}
