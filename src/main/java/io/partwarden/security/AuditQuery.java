package io.partwarden.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which rows of the audit trail are asked for; null asks for all. The table is {@code schema.table}. */
record AuditQuery(
        @Nullable String actor,
        @Nullable String target,
        @Nullable String table,
        @Nullable Instant since) {}
