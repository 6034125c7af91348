package io.partwarden.sql;

import java.util.List;
import java.util.Map;

/** What the typmodin functions of pg_catalog's own types take; those of extensions are left to the server. */
final class TypeModifiers {

    private static final int MAX_LENGTH = 10_485_760;
    private static final int MAX_BITS = 83_886_080;
    private static final int MAX_DIGITS = 1000;
    private static final int MAX_FRACTION = 6;

    private static final Map<String, Integer> LENGTHS =
            Map.of("varchar", MAX_LENGTH, "bpchar", MAX_LENGTH, "bit", MAX_BITS, "varbit", MAX_BITS);

    private TypeModifiers() {}

    /**
     * The modifiers in full: numeric(10) is numeric(10,0).
     *
     * @throws TextRefusedException if the server would refuse them, or silently take other ones
     */
    static List<Integer> check(TypeText type, QualifiedName found, int serverVersion) {
        List<Integer> modifiers = type.modifiers();
        if (modifiers.isEmpty() || !found.schema().value().equals("pg_catalog")) {
            return modifiers;
        }
        String name = found.name().value();
        check(name, type, serverVersion);
        return name.equals("numeric") && modifiers.size() == 1 ? List.of(modifiers.get(0), 0) : modifiers;
    }

    private static void check(String name, TypeText type, int serverVersion) {
        List<Integer> modifiers = type.modifiers();
        if (LENGTHS.containsKey(name)) {
            within("The length of " + name, single(name, modifiers), 1, LENGTHS.get(name));
            return;
        }
        switch (name) {
            case "numeric" -> numeric(modifiers, serverVersion);
            case "time", "timetz", "timestamp", "timestamptz" -> fraction(name, single(name, modifiers));
            case "interval" -> interval(type.builtIn(), modifiers);
            default -> {
                // A type of a later server: its own typmodin function decides.
            }
        }
    }

    private static void numeric(List<Integer> modifiers, int serverVersion) {
        if (modifiers.size() > 2) {
            throw new TextRefusedException("numeric takes a precision and a scale.");
        }
        int precision = modifiers.get(0);
        within("The precision of numeric", precision, 1, MAX_DIGITS);
        if (modifiers.size() == 2 && serverVersion < 15) {
            within("The scale of numeric on PostgreSQL 14", modifiers.get(1), 0, precision);
        } else if (modifiers.size() == 2) {
            within("The scale of numeric", modifiers.get(1), -MAX_DIGITS, MAX_DIGITS);
        }
    }

    /** Only SQL's own spelling puts the mask of fields first; interval(3) under a qualified or quoted name would mean a mask. */
    private static void interval(boolean builtIn, List<Integer> modifiers) {
        if (!builtIn) {
            throw new TextRefusedException("Write interval with a precision or fields unquoted and without a schema.");
        }
        if (modifiers.size() == 2) {
            fraction("interval", modifiers.get(1));
        }
    }

    private static void fraction(String name, int digits) {
        within("The precision of " + name, digits, 0, MAX_FRACTION);
    }

    private static int single(String name, List<Integer> modifiers) {
        if (modifiers.size() != 1) {
            throw new TextRefusedException("Type " + name + " takes one modifier.");
        }
        return modifiers.get(0);
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new TextRefusedException(what + " must be between " + least + " and " + most + ".");
        }
    }
}
