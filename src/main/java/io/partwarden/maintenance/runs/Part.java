package io.partwarden.maintenance.runs;

/** A table, or a partitioned partition of it that the policy says something about, and what it needs. */
record Part(Situation situation, Outlook outlook) {}
