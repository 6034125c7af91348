package io.partwarden.table;

import io.partwarden.sql.QualifiedName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A table that we detached and that stands for itself since.
 *
 * @param detachedAt when we saw the end of the detach
 * @param bound that it had, as ATTACH PARTITION takes it; null for one detached before we kept it
 * @param detachedBy the actor of the work that began the detach; null for one from before we kept it
 */
public record DetachedPartition(
        long oid,
        QualifiedName name,
        Instant detachedAt,
        @Nullable String bound,
        @Nullable String detachedBy) {}
