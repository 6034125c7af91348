/**
 * What partitions are: bounds, keys, trees, and the planners that turn (definition, catalog snapshot) into a plan. Pure: the same
 * input gives the same plan, and nothing here reads a clock, a database or a configuration.
 */
@NullMarked
@ApplicationModule(allowedDependencies = "sql")
package io.partwarden.partition;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
