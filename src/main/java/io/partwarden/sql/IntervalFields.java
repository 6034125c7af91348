package io.partwarden.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The words between {@code interval} and its precision. intervaltypmodin takes a mask of fields first (utils/timestamp.h, INTERVAL_MASK) and
 * the precision second, so interval(3) is really (32767, 3).
 */
final class IntervalFields {

    static final int ALL = 0x7FFF;

    private static final Map<String, Integer> BITS = new LinkedHashMap<>();

    static {
        BITS.put("year", 2);
        BITS.put("month", 1);
        BITS.put("day", 3);
        BITS.put("hour", 10);
        BITS.put("minute", 11);
        BITS.put("second", 12);
    }

    private IntervalFields() {}

    static List<Integer> read(Tokens tokens, Supplier<List<Integer>> precision) {
        int from = field(tokens);
        if (from < 0) {
            List<Integer> given = precision.get();
            return given.isEmpty() ? List.of() : withPrecision(ALL, given);
        }
        int to = from;
        if (tokens.take("to")) {
            to = field(tokens);
            boolean allowed = from == index("year") ? to == index("month") : from >= index("day") && to > from;
            if (!allowed) {
                throw new TextRefusedException("An interval runs from year to month, or from day, hour or minute"
                        + " to a smaller one of hour, minute and second.");
            }
        }
        List<Integer> given = to == index("second") ? precision.get() : List.of();
        int mask = mask(from, to);
        return given.isEmpty() ? List.of(mask) : withPrecision(mask, given);
    }

    /** As format_type() writes it: {@code  day to second(3)}, with a blank before; empty for a mask of all fields. */
    static String words(int mask) {
        if (mask == ALL) {
            return "";
        }
        List<String> names = List.copyOf(BITS.keySet());
        for (int from = 0; from < names.size(); from++) {
            for (int to = from; to < names.size(); to++) {
                if (mask(from, to) == mask) {
                    return " " + names.get(from) + (from == to ? "" : " to " + names.get(to));
                }
            }
        }
        throw new IllegalArgumentException("No interval has these fields: " + mask);
    }

    private static List<Integer> withPrecision(int mask, List<Integer> given) {
        if (given.size() > 1) {
            throw new TextRefusedException("An interval has one precision.");
        }
        return List.of(mask, given.get(0));
    }

    private static int field(Tokens tokens) {
        for (String name : BITS.keySet()) {
            if (tokens.take(name)) {
                return index(name);
            }
        }
        return -1;
    }

    private static int index(String name) {
        return List.copyOf(BITS.keySet()).indexOf(name);
    }

    private static int mask(int from, int to) {
        List<Integer> bits = List.copyOf(BITS.values());
        int mask = 0;
        for (int i = from; i <= to; i++) {
            mask |= 1 << bits.get(i);
        }
        return mask;
    }
}
