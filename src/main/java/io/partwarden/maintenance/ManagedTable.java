package io.partwarden.maintenance;

import java.time.Instant;

/**
 * A table's policy as it is stored.
 *
 * @param inForceSince periods before it are not missed ones, unless the document has a start
 * @param paused whether the table alone is paused; its target or everything may be, too
 */
public record ManagedTable(
        ManagedName name, PolicyDocument document, String etag, Instant inForceSince, boolean paused) {}
