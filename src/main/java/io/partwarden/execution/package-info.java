/**
 * The only sender of DDL. Plans are run within the lock budget: no session of a target waits longer behind us than that, what cannot
 * be had now is tried again a few times, and then given up with the name of what stands in the way.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "sql", "targets"})
package io.partwarden.execution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
