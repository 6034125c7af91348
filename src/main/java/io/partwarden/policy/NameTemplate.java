package io.partwarden.policy;

/**
 * How new partitions are called: text with {@code {table}}, {@code {from}}, {@code {to}}, {@code {value}} and {@code {tenant}}; a time takes a
 * pattern, as in {@code {from:yyyy_MM}}. Names are output only: nothing is ever read back from them.
 */
public record NameTemplate(String text) {

    public static final NameTemplate DEFAULT = new NameTemplate("{table}_p{from}");
}
