/**
 * Managed tables over HTTP: define one, look at it, and create, detach or drop its partitions. Every change is planned by the pure
 * planners from a snapshot of the catalog, can be seen before it is done, and is told by what the catalog says afterwards.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"shared", "http", "sql", "partition", "security", "targets", "catalog", "execution"})
package io.partwarden.table;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
