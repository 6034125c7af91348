package io.partwarden.execution;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of somebody's query without the data in it: strings, numbers and comments are replaced, names and keywords stay. What cannot
 * be told apart for sure is replaced to the end.
 */
final class MaskedQuery {

    private static final int MOST_CHARACTERS = 300;
    private static final String MASK = "?";

    /** A dollar quote's opening tag; {@code $1} is a parameter, not a tag. */
    private static final Pattern DOLLAR_TAG = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

    private static final Pattern WORD = Pattern.compile("[\\p{L}_\\u0080-\\uffff][\\p{L}\\p{N}_$\\u0080-\\uffff]*");
    private static final Pattern NUMBER = Pattern.compile("\\.?[0-9](?:[eE][+-]|[\\p{L}\\p{N}_.])*");
    private static final Pattern PARAMETER = Pattern.compile("\\$[0-9]+");

    private final String query;
    private final StringBuilder masked = new StringBuilder();
    private int at;

    private MaskedQuery(String query) {
        this.query = query;
    }

    static String of(String query) {
        return new MaskedQuery(query).mask();
    }

    private String mask() {
        while (at < query.length()) {
            step();
        }
        String line = masked.toString()
                .replaceAll("[\\s\\p{Cntrl}\\u2028\\u2029]+", " ")
                .strip();
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "...";
    }

    private void step() {
        char c = query.charAt(at);
        if (c == '\'') {
            string(false);
        } else if (c == '"') {
            quotedName();
        } else if (query.startsWith("--", at)) {
            skipTo(query.indexOf('\n', at));
        } else if (query.startsWith("/*", at)) {
            comment();
        } else if (c == '$') {
            dollar();
        } else if (looksAt(NUMBER)) {
            next(NUMBER);
            masked.append(MASK);
        } else if (looksAt(WORD)) {
            word(next(WORD));
        } else {
            masked.append(c);
            at++;
        }
    }

    private void word(String word) {
        if (word.equalsIgnoreCase("e") && at < query.length() && query.charAt(at) == '\'') {
            string(true);
        } else {
            masked.append(word);
        }
    }

    private void string(boolean backslashEscapes) {
        masked.append(MASK);
        at++;
        while (at < query.length()) {
            char c = query.charAt(at);
            if (c == '\\' && backslashEscapes) {
                at++;
            } else if (c == '\\' && query.startsWith("'", at + 1)) {
                // Whether this quote ends the string depends on that session's standard_conforming_strings.
                skipTo(-1);
                return;
            } else if (c == '\'' && query.startsWith("'", at + 1)) {
                at++;
            } else if (c == '\'') {
                at++;
                return;
            }
            at++;
        }
    }

    private void quotedName() {
        int end = at + 1;
        while ((end = query.indexOf('"', end)) >= 0 && query.startsWith("\"", end + 1)) {
            end += 2;
        }
        if (end < 0) {
            masked.append(MASK);
            skipTo(-1);
        } else {
            masked.append(query, at, end + 1);
            at = end + 1;
        }
    }

    private void comment() {
        int depth = 0;
        do {
            if (query.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (query.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < query.length());
        masked.append(' ');
    }

    private void dollar() {
        if (looksAt(DOLLAR_TAG)) {
            String tag = next(DOLLAR_TAG);
            int end = query.indexOf(tag, at);
            masked.append(MASK);
            skipTo(end < 0 ? -1 : end + tag.length());
        } else if (looksAt(PARAMETER)) {
            masked.append(next(PARAMETER));
        } else {
            masked.append('$');
            at++;
        }
    }

    private void skipTo(int position) {
        at = position < 0 ? query.length() : position;
    }

    private boolean looksAt(Pattern pattern) {
        return pattern.matcher(query).region(at, query.length()).lookingAt();
    }

    private String next(Pattern pattern) {
        Matcher matcher = pattern.matcher(query).region(at, query.length());
        if (!matcher.lookingAt()) {
            throw new IllegalStateException("Looked at before");
        }
        at = matcher.end();
        return matcher.group();
    }
}
