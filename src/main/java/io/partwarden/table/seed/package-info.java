/**
 * The calls of the service that Partwarden took over from, as its clients send them: define a table, create a range, hash or list partition.
 * Thin: each becomes a call of the facades that the HTTP contract of today uses.
 */
@NullMarked
package io.partwarden.table.seed;

import org.jspecify.annotations.NullMarked;
