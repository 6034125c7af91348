package io.partwarden.table.seed;

import io.partwarden.partition.TableDefinition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A column as {@code attributes} has it: a type and what its clients wrote behind it, {@code int not null}, {@code text default 'x'}. */
final class SeedAttribute {

    private static final Pattern ATTRIBUTE = Pattern.compile(
            "(?<type>.+?)(?<first>\\s++not\\s++null|\\s++null)?(\\s++default\\s++(?<default>.+?))?(?<last>\\s++not\\s++null|\\s++null)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SeedAttribute() {}

    static TableDefinition.Column column(String name, String attribute) {
        Matcher matcher = ATTRIBUTE.matcher(attribute.strip());
        if (!matcher.matches()) {
            return new TableDefinition.Column(name, attribute, null, null, null);
        }
        boolean notNull = isNotNull(matcher.group("first")) || isNotNull(matcher.group("last"));
        return new TableDefinition.Column(
                name, matcher.group("type"), notNull ? Boolean.FALSE : null, matcher.group("default"), null);
    }

    private static boolean isNotNull(@Nullable String word) {
        return word != null && word.strip().regionMatches(true, 0, "not", 0, 3);
    }
}
