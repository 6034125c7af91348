/**
 * What a target's catalog says, as values: partition trees with their bounds, the server's own order of key values, sizes, types and what
 * stands in the way. Reads only; the catalog is the truth and nothing of it is kept, but for the order of bounds, which is checked.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "sql", "partition", "targets"})
package io.partwarden.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
