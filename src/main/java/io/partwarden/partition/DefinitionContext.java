package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;
import java.util.Set;

/**
 * What the target says about itself, as far as defining a new table needs it.
 *
 * @param serverVersion major version, 14 and up
 * @param types the types that {@link TableDefinition} names, as the target has them
 * @param takenNames every relation and type name in the table's schema
 * @param fingerprint changes whenever anything here that a plan depends on changes
 */
public record DefinitionContext(
        int serverVersion, TypeLookup types, Set<QualifiedName> takenNames, String fingerprint) {

    public DefinitionContext {
        takenNames = Set.copyOf(takenNames);
    }
}
