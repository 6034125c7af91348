package io.partwarden.jobs;

import java.time.Instant;

/**
 * Who holds a claim: the replica's host, process id and start. All times are the metadata database's. One that has been silent for too long
 * is shown until somebody takes over.
 */
public record ClaimHolder(String name, long fence, Instant since, Instant heartbeat) {}
