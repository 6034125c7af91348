package io.partwarden.partition;

import org.jspecify.annotations.Nullable;

/**
 * One thing in which an existing table is not what a definition asks for.
 *
 * @param field its path in the definition, {@code columns[1].type}
 * @param wanted null where the definition has nothing of the kind
 * @param found null where the table has nothing of the kind
 */
public record DefinitionDifference(
        String field, @Nullable String wanted, @Nullable String found) {}
