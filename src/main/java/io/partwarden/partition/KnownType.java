package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;
import java.util.Set;

/**
 * A type in the target's type catalog, not an array.
 *
 * @param base a domain's base type (through all levels), else {@code name} itself
 * @param family a domain's is its base type's
 * @param takesModifiers whether it has a typmodin function, as numeric(10,2) needs
 * @param usable whether our role has USAGE on it
 * @param indexMethods the access methods ({@code btree}, {@code hash}, {@code gin} ...) that have a default operator class for it, also
 *     through its base type, a binary-coercible type (varchar: text) or a polymorphic one (enums: anyenum)
 */
public record KnownType(
        QualifiedName name,
        Kind kind,
        QualifiedName base,
        KeyFamily family,
        boolean takesModifiers,
        boolean usable,
        Set<String> indexMethods) {

    /** pg_type.typtype. */
    public enum Kind {
        BASE,
        COMPOSITE,
        DOMAIN,
        ENUM,
        /** Cannot be a column's type: {@code anyelement}, {@code record}, {@code trigger} ... and types that are only declared yet. */
        PSEUDO,
        RANGE,
        MULTIRANGE
    }

    public KnownType {
        indexMethods = Set.copyOf(indexMethods);
    }
}
