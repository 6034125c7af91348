package io.partwarden.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The words of a request's SQL text, read as PostgreSQL's scanner reads them with standard_conforming_strings on, as far as our grammars
 * go; comments, escapes and dollar quotes are refused.
 */
final class Tokens {

    enum Kind {
        /** An unquoted name or keyword, folded to lower case (ASCII only, as the server does in UTF-8). */
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL,
        END
    }

    record Token(Kind kind, String text) {}

    private static final Token END = new Token(Kind.END, "");
    private static final int MAX_LENGTH = 10_000;
    private static final String SYMBOLS = "()[],.+-";

    private final List<Token> tokens;
    private int at;

    private Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Tokens of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new TextRefusedException("It has more than " + MAX_LENGTH + " characters.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new TextRefusedException("It contains half of a character.");
        }
        return new Tokens(new Scanner(text).scan());
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : END;
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    boolean isWord(int ahead, String word) {
        return is(ahead, Kind.WORD, word);
    }

    boolean isSymbol(int ahead, String symbol) {
        return is(ahead, Kind.SYMBOL, symbol);
    }

    private boolean is(int ahead, Kind kind, String text) {
        Token token = peek(ahead);
        return token.kind() == kind && token.text().equals(text);
    }

    /** Takes these words if they all come next. */
    boolean take(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!isWord(i, words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    boolean takeSymbol(String symbol) {
        boolean found = isSymbol(0, symbol);
        at += found ? 1 : 0;
        return found;
    }

    void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    void expectEnd() {
        if (peek().kind() != Kind.END) {
            throw unexpected("the end");
        }
    }

    Optional<String> takeNumber() {
        return peek().kind() == Kind.NUMBER ? Optional.of(next().text()) : Optional.empty();
    }

    TextRefusedException unexpected(String wanted) {
        Token token = peek();
        String found = token.kind() == Kind.END ? "the text ends" : "there is " + shown(token);
        return new TextRefusedException("Where " + wanted + " should be, " + found + ".");
    }

    private static String shown(Token token) {
        return switch (token.kind()) {
            case STRING -> "a quoted text";
            case QUOTED_NAME -> '"' + token.text() + '"';
            default -> "'" + token.text() + "'";
        };
    }

    /** Turns text into tokens; separate from their reading since a scan either succeeds as a whole or refuses. */
    private static final class Scanner {

        private static final Pattern CAPITALS = Pattern.compile("[A-Z]+");

        private final String text;
        private final List<Token> found = new ArrayList<>();
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        List<Token> scan() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (" \t\r\n\f".indexOf(c) >= 0) {
                    at++;
                } else if (c == '"' || c == '\'') {
                    quoted(c);
                } else if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)))) {
                    number();
                } else if (isNameStart(c)) {
                    word();
                } else {
                    symbol(c);
                }
            }
            return found;
        }

        private void quoted(char quote) {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '\0') {
                    throw new TextRefusedException("NUL cannot be part of it.");
                }
                if (c != quote) {
                    value.append(c);
                } else if (charAt(at + 1) == quote) {
                    value.append(quote);
                    at++;
                } else {
                    at++;
                    found.add(new Token(quote == '"' ? Kind.QUOTED_NAME : Kind.STRING, value.toString()));
                    return;
                }
            }
            throw new TextRefusedException("A quote is opened and never closed.");
        }

        private void number() {
            int start = at;
            digits();
            if (charAt(at) == '.') {
                at++;
                digits();
            }
            if (charAt(at) == 'e' || charAt(at) == 'E') {
                at++;
                if (charAt(at) == '+' || charAt(at) == '-') {
                    at++;
                }
                if (!isDigit(charAt(at))) {
                    throw notANumber();
                }
                digits();
            }
            if (isNameStart(charAt(at))) {
                throw notANumber();
            }
            found.add(new Token(Kind.NUMBER, text.substring(start, at)));
        }

        private static TextRefusedException notANumber() {
            return new TextRefusedException("A number is followed by letters; write it in decimal digits.");
        }

        private void digits() {
            while (isDigit(charAt(at))) {
                at++;
            }
        }

        private void word() {
            int start = at;
            while (isNameStart(charAt(at)) || isDigit(charAt(at)) || charAt(at) == '$') {
                at++;
            }
            if (charAt(at) == '\'') {
                throw new TextRefusedException("Write a constant as '...' without a prefix such as E or B,"
                        + " and leave a space after a type's name.");
            }
            found.add(new Token(Kind.WORD, folded(text.substring(start, at))));
        }

        private void symbol(char c) {
            if (text.startsWith("--", at) || text.startsWith("/*", at)) {
                throw new TextRefusedException("Comments are not allowed.");
            }
            if (text.startsWith("::", at)) {
                found.add(new Token(Kind.SYMBOL, "::"));
                at += 2;
            } else if (SYMBOLS.indexOf(c) >= 0) {
                found.add(new Token(Kind.SYMBOL, String.valueOf(c)));
                at++;
            } else {
                throw new TextRefusedException(
                        Character.isISOControl(c)
                                ? "It contains a character that has no meaning here."
                                : "'" + c + "' has no meaning here.");
            }
        }

        private char charAt(int index) {
            return index < text.length() ? text.charAt(index) : '\0';
        }

        private static String folded(String word) {
            return CAPITALS.matcher(word).replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        /** The server's scanner takes every byte from 0x80 up as a letter. */
        private static boolean isNameStart(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        }
    }
}
