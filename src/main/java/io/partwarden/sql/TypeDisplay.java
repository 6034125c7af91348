package io.partwarden.sql;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A type as format_type() writes it under {@code search_path=pg_catalog}: pg_catalog's types in SQL's words, others with their schema. */
final class TypeDisplay {

    private static final Map<String, String> STANDARD = Map.ofEntries(
            Map.entry("bool", "boolean"),
            Map.entry("int2", "smallint"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("varchar", "character varying"),
            Map.entry("varbit", "bit varying"),
            Map.entry("char", "\"char\""));

    private static final Map<String, String> ZONES = Map.of(
            "time", " without time zone",
            "timestamp", " without time zone",
            "timetz", " with time zone",
            "timestamptz", " with time zone");

    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    private TypeDisplay() {}

    static String of(QualifiedName type, List<Integer> modifiers, boolean array) {
        String name = type.schema().value().equals("pg_catalog")
                ? builtIn(type.name().value(), modifiers)
                : shown(type.schema()) + "." + shown(type.name()) + arguments(modifiers);
        return array ? name + "[]" : name;
    }

    private static String builtIn(String name, List<Integer> modifiers) {
        if (ZONES.containsKey(name)) {
            return name.replaceFirst("tz$", "") + arguments(modifiers) + ZONES.get(name);
        }
        if (modifiers.isEmpty()) {
            return name.equals("bit") ? "\"bit\"" : STANDARD.getOrDefault(name, shown(new Identifier(name)));
        }
        return switch (name) {
            case "bpchar" -> "character" + arguments(modifiers);
            case "interval" ->
                "interval" + IntervalFields.words(modifiers.get(0)) + arguments(modifiers.subList(1, modifiers.size()));
            default -> STANDARD.getOrDefault(name, name) + arguments(modifiers);
        };
    }

    private static String arguments(List<Integer> modifiers) {
        return modifiers.isEmpty()
                ? ""
                : modifiers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    }

    private static String shown(Identifier name) {
        return PLAIN_NAME.matcher(name.value()).matches() ? name.value() : name.quoted();
    }
}
