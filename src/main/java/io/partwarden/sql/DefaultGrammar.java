package io.partwarden.sql;

import io.partwarden.sql.DefaultExpression.Array;
import io.partwarden.sql.DefaultExpression.AtTimeZone;
import io.partwarden.sql.DefaultExpression.Call;
import io.partwarden.sql.DefaultExpression.Cast;
import io.partwarden.sql.DefaultExpression.Null;
import io.partwarden.sql.DefaultExpression.Shift;
import io.partwarden.sql.DefaultExpression.Text;
import io.partwarden.sql.DefaultExpression.Truth;
import io.partwarden.sql.Tokens.Kind;
import io.partwarden.sql.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a default with PostgreSQL's own precedence: a cast binds closest, then AT TIME ZONE, then + and -. Recursion is bounded, since the
 * text comes from a request.
 */
final class DefaultGrammar {

    private static final int MAX_DEPTH = 16;

    private final Tokens tokens;
    private int depth;

    private DefaultGrammar(Tokens tokens) {
        this.tokens = tokens;
    }

    static DefaultExpression read(String text) {
        try {
            DefaultGrammar grammar = new DefaultGrammar(Tokens.of(text));
            DefaultExpression expression = grammar.sum();
            grammar.tokens.expectEnd();
            return expression;
        } catch (TextRefusedException e) {
            throw new TextRefusedException(e.detail() + " " + DefaultExpression.ALLOWED, e);
        }
    }

    private DefaultExpression sum() {
        if (++depth > MAX_DEPTH) {
            throw new TextRefusedException("It is nested too deeply.");
        }
        DefaultExpression left = zoned();
        while (tokens.isSymbol(0, "+") || tokens.isSymbol(0, "-")) {
            boolean forward = tokens.next().text().equals("+");
            left = new Shift(left, forward, zoned());
        }
        depth--;
        return left;
    }

    private DefaultExpression zoned() {
        DefaultExpression inner = cast();
        while (tokens.take("at", "time", "zone")) {
            inner = new AtTimeZone(inner, zone());
        }
        return inner;
    }

    /** The server writes the zone back as {@code 'UTC'::text}. */
    private String zone() {
        if (tokens.peek().kind() != Kind.STRING) {
            throw tokens.unexpected("a time zone's name in quotes");
        }
        String zone = tokens.next().text();
        if (tokens.isSymbol(0, "::") && tokens.isWord(1, "text")) {
            tokens.next();
            tokens.next();
        }
        return zone;
    }

    private DefaultExpression cast() {
        DefaultExpression inner = primary();
        while (tokens.takeSymbol("::")) {
            inner = new Cast(inner, TypeGrammar.read(tokens));
        }
        return inner;
    }

    private DefaultExpression primary() {
        Token token = tokens.peek();
        if (token.kind() == Kind.STRING) {
            return new Text(tokens.next().text());
        }
        if (token.kind() == Kind.NUMBER) {
            return new DefaultExpression.Numeric(tokens.next().text());
        }
        if (tokens.takeSymbol("(")) {
            DefaultExpression inner = sum();
            tokens.expectSymbol(")");
            return inner;
        }
        if (tokens.isSymbol(0, "-") || tokens.isSymbol(0, "+")) {
            return signed();
        }
        if (token.kind() == Kind.WORD || token.kind() == Kind.QUOTED_NAME) {
            return word(token);
        }
        throw tokens.unexpected("a constant or one of the functions");
    }

    private DefaultExpression signed() {
        String sign = tokens.next().text().equals("-") ? "-" : "";
        String digits = tokens.takeNumber().orElseThrow(() -> tokens.unexpected("a number"));
        return new DefaultExpression.Numeric(sign + digits);
    }

    private DefaultExpression word(Token token) {
        if (tokens.take("true")) {
            return new Truth(true);
        }
        if (tokens.take("false")) {
            return new Truth(false);
        }
        if (tokens.take("null")) {
            return new Null();
        }
        if (tokens.isWord(0, "cast") && tokens.isSymbol(1, "(")) {
            return castInWords();
        }
        if (tokens.isWord(0, "array") && tokens.isSymbol(1, "[")) {
            return array();
        }
        if (token.kind() == Kind.WORD) {
            Optional<DefaultExpression> call = call();
            if (call.isPresent()) {
                return call.get();
            }
        }
        return typedConstant();
    }

    private DefaultExpression castInWords() {
        tokens.next();
        tokens.next();
        DefaultExpression inner = sum();
        if (!tokens.take("as")) {
            throw tokens.unexpected("AS");
        }
        TypeText type = TypeGrammar.read(tokens);
        tokens.expectSymbol(")");
        return new Cast(inner, type);
    }

    private DefaultExpression array() {
        tokens.next();
        tokens.next();
        List<DefaultExpression> items = new ArrayList<>();
        if (!tokens.takeSymbol("]")) {
            do {
                items.add(cast());
            } while (tokens.takeSymbol(","));
            tokens.expectSymbol("]");
        }
        return new Array(items);
    }

    private Optional<DefaultExpression> call() {
        int skip = tokens.isSymbol(1, ".") ? 2 : 0;
        String name = tokens.peek(skip).text();
        boolean called = tokens.isSymbol(skip + 1, "(");
        boolean ours = skip == 0 || tokens.isWord(0, "pg_catalog");
        Optional<DefaultFunction> function =
                DefaultFunction.named(name).filter(f -> f.hasParentheses() ? called && ours : skip == 0);
        if (function.isEmpty()) {
            // A number in the parentheses makes it a type with its constant: timestamp(3) '...'.
            if (called && tokens.peek(skip + 2).kind() != Kind.NUMBER) {
                throw new TextRefusedException("The function " + name + " is not one that a default may call.");
            }
            return Optional.empty();
        }
        for (int i = 0; i <= skip; i++) {
            tokens.next();
        }
        if (function.get().hasParentheses()) {
            tokens.expectSymbol("(");
            if (!tokens.takeSymbol(")")) {
                throw tokens.unexpected("')' (" + function.get().display() + " takes no arguments)");
            }
        }
        return Optional.of(new Call(function.get()));
    }

    private DefaultExpression typedConstant() {
        TypeText type = TypeGrammar.read(tokens);
        if (tokens.peek().kind() != Kind.STRING) {
            throw tokens.unexpected("a constant in quotes after the type");
        }
        return new Cast(new Text(tokens.next().text()), type);
    }
}
