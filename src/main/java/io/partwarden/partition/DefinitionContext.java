package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TypedText;
import java.util.Map;
import java.util.Set;

/**
 * What the target says about itself, as far as defining a new table needs it.
 *
 * @param serverVersion major version, 14 and up
 * @param types the types that {@link DefinitionPlanner#typeNames} asks for, as the target has them
 * @param constants the constants that {@link DefinitionPlanner#constants} asks for, as the target writes them back ({@code SELECT CAST($1
 *     AS type)}); one that cannot be read (SQLSTATE classes 22, 23 and 42) is missing
 * @param takenNames every relation and type name in the table's schema
 * @param fingerprint changes whenever anything here that a plan depends on changes
 */
public record DefinitionContext(
        int serverVersion,
        TypeLookup types,
        Map<TypedText, String> constants,
        Set<QualifiedName> takenNames,
        String fingerprint) {

    public DefinitionContext {
        constants = Map.copyOf(constants);
        takenNames = Set.copyOf(takenNames);
    }
}
