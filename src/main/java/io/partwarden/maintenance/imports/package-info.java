/**
 * What other tools have on record about tables, read as policies: pg_partman's configuration and go_partman's. Nothing of theirs is changed
 * but whether pg_partman maintains a table by itself, and only when that is asked for.
 */
@NullMarked
package io.partwarden.maintenance.imports;

import org.jspecify.annotations.NullMarked;
