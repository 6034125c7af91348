/**
 * The calls of services that Partwarden took over from, as their clients send them: PyPartition's, to define a table and to create a range, hash or
 * list partition, and go_partman's lists.
 * Thin: each becomes a call of the facades that the HTTP contract of today uses.
 */
@NullMarked
package io.partwarden.table.seed;

import org.jspecify.annotations.NullMarked;
