package io.partwarden.catalog;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@code pg_get_expr(relpartbound, oid)} writes (ruleutils.c, T_PartitionBoundSpec). A quoted value is always a value: only
 * bare words are MINVALUE, MAXVALUE and NULL. Sessions pin standard_conforming_strings, so a backslash stands for itself.
 */
final class BoundParser {

    private final String text;
    private int at;

    private BoundParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is no bound; the message does not show the text, which is data */
    static Bound parse(String text) {
        BoundParser parser = new BoundParser(text);
        Bound bound = parser.bound();
        if (parser.at != text.length()) {
            throw parser.unexpected();
        }
        return bound;
    }

    private Bound bound() {
        if (take("DEFAULT")) {
            return Bound.DEFAULT;
        }
        expect("FOR VALUES ");
        if (take("WITH (modulus ")) {
            int modulus = number();
            expect(", remainder ");
            int remainder = number();
            expect(")");
            return new Bound.Hash(modulus, remainder);
        }
        if (take("FROM ")) {
            List<Datum> from = tuple();
            expect(" TO ");
            return new Bound.Range(from, tuple());
        }
        expect("IN ");
        return new Bound.Values(tuple());
    }

    private List<Datum> tuple() {
        List<Datum> data = new ArrayList<>();
        expect("(");
        do {
            data.add(datum());
        } while (take(", "));
        expect(")");
        return data;
    }

    private Datum datum() {
        if (at < text.length() && text.charAt(at) == '\'') {
            return Datum.of(quoted());
        }
        String word = bare();
        return switch (word) {
            case "MINVALUE" -> Datum.MINVALUE;
            case "MAXVALUE" -> Datum.MAXVALUE;
            case "NULL" -> Datum.NULL;
            default -> Datum.of(word);
        };
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\'' && !take("'")) {
                return value.toString();
            }
            value.append(c);
        }
        throw unexpected();
    }

    /** A number, a boolean or a word; a negative number may stand in parentheses. */
    private String bare() {
        boolean wrapped = take("(");
        int start = at;
        while (at < text.length() && ",()' ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.isEmpty()) {
            throw unexpected();
        }
        if (wrapped) {
            expect(")");
        }
        return word;
    }

    private int number() {
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        try {
            return Integer.parseInt(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    private boolean take(String expected) {
        boolean there = text.startsWith(expected, at);
        at += there ? expected.length() : 0;
        return there;
    }

    private void expect(String expected) {
        if (!take(expected)) {
            throw unexpected();
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("Not a partition bound as the server writes it, at character " + at);
    }
}
