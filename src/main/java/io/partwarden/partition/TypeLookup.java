package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;
import java.util.Optional;

/** The target's type catalog, read beforehand for the names that a definition may mean. */
@FunctionalInterface
public interface TypeLookup {

    Optional<KnownType> find(QualifiedName name);
}
