package io.partwarden.catalog;

import java.util.ArrayList;
import java.util.List;

/** Takes apart what pg_get_expr makes of a list of expressions, such as {@code lower(a), (b % 10), (c || ', '::text)}. */
final class ExpressionList {

    private ExpressionList() {}

    static List<String> split(String deparsed) {
        List<String> expressions = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < deparsed.length(); i++) {
            char c = deparsed.charAt(i);
            switch (c) {
                case '\'', '"' -> i = deparsed.indexOf(c, i + 1);
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        expressions.add(deparsed.substring(start, i).strip());
                        start = i + 1;
                    }
                }
                default -> {
                    // part of an expression
                }
            }
        }
        if (!deparsed.isEmpty()) {
            expressions.add(deparsed.substring(start).strip());
        }
        return expressions;
    }
}
