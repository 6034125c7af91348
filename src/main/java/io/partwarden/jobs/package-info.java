/**
 * Work that outlives a process: recurring tasks, each instance of which runs on one replica at a time; claims, whose fence tells a holder
 * that it was replaced; and the metadata database's time, the only one that replicas agree on.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared"})
package io.partwarden.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
