/**
 * What a table's owner wants kept true for years: the grid of intervals on the key, names, premake and retention, and what of it is
 * missing at a given moment. Pure: the same policy, partitions and moment give the same answer, and nothing here reads a clock, a
 * database or a configuration.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"sql", "partition"})
package io.partwarden.policy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
