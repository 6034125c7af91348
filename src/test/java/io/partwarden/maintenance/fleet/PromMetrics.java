package io.partwarden.maintenance.fleet;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that an expression of Prometheus's query language names: identifiers that are neither functions, labels nor words. */
final class PromMetrics {

    private static final Pattern TEXTS = Pattern.compile("\"[^\"]*\"|'[^']*'");
    private static final Pattern SELECTORS = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
    private static final Pattern GROUPINGS =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern IDENTIFIER =
            Pattern.compile("(?<![\\w.$])[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\()(?![\\w:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "Inf", "NaN");

    private PromMetrics() {}

    static Set<String> of(String expression) {
        String plain = TEXTS.matcher(expression).replaceAll("");
        plain = SELECTORS.matcher(plain).replaceAll("");
        plain = GROUPINGS.matcher(plain).replaceAll("");
        Set<String> names = new TreeSet<>();
        Matcher identifiers = IDENTIFIER.matcher(plain);
        while (identifiers.find()) {
            if (!WORDS.contains(identifiers.group())) {
                names.add(identifiers.group());
            }
        }
        return names;
    }
}
