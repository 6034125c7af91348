/**
 * What keeps policies true: one look at a target finds the tables that are due, and each of them has its new partitions made and its old
 * ones retired, as two jobs of which neither waits for the other. Each run leaves a record.
 */
@NullMarked
package io.partwarden.maintenance.runs;

import org.jspecify.annotations.NullMarked;
