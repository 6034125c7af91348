package io.partwarden.maintenance;

import io.partwarden.sql.QualifiedName;
import java.time.Instant;
import java.util.Optional;

/** Which tables' rows are kept elsewhere. While nobody provides it, no partition that is to be archived first is ever retired. */
public interface Archives {

    /** A verified archive of all rows of that very table as they are now; empty if there is none. */
    Optional<Archive> verified(ManagedName parent, QualifiedName partition, long oid);

    /** Where it is. */
    record Archive(String id, Instant verifiedAt) {}
}
