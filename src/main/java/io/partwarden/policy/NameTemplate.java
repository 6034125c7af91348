package io.partwarden.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How new partitions are called: text with {@code {table}}, {@code {from}}, {@code {to}}, {@code {value}}, {@code {remainder}} and
 * {@code {tenant}}; a time takes a pattern, as in {@code {from:yyyy_MM}}. Names are output only: nothing is ever read back from them.
 */
public record NameTemplate(String text) {

    /** Of periods, in the interval's shortest unambiguous form. */
    public static final NameTemplate DEFAULT = new NameTemplate("{table}_p{from}");

    public static final NameTemplate TENANT_DEFAULT = new NameTemplate("{table}_{tenant}_p{from}");

    public static final NameTemplate VALUE_DEFAULT = new NameTemplate("{table}_p{value}");

    public static final NameTemplate REMAINDER_DEFAULT = new NameTemplate("{table}_p{remainder}");

    private static final Pattern FIELD = Pattern.compile("\\{([a-z]+)(?::([^{}]+))?}");

    static final int MAX_LENGTH = 200;

    /**
     * A piece of a template.
     *
     * @param word the field's name, or the text itself
     * @param pattern of a time, null for the shortest form
     */
    record Part(boolean field, String word, @Nullable String pattern) {
        boolean is(String name) {
            return field && word.equals(name);
        }
    }

    /** Empty if a brace has no partner or stands for nothing. */
    Optional<List<Part>> parts() {
        List<Part> parts = new ArrayList<>();
        Matcher fields = FIELD.matcher(text);
        int at = 0;
        while (fields.find()) {
            parts.add(new Part(false, text.substring(at, fields.start()), null));
            parts.add(new Part(true, fields.group(1), fields.group(2)));
            at = fields.end();
        }
        parts.add(new Part(false, text.substring(at), null));
        parts.removeIf(part -> !part.field() && part.word().isEmpty());
        boolean loose = parts.stream()
                .anyMatch(p -> !p.field() && (p.word().contains("{") || p.word().contains("}")));
        return loose ? Optional.empty() : Optional.of(parts);
    }
}
