/** Replicas that share one database, in one JVM. */
@NullMarked
package io.partwarden.jobs;

import org.jspecify.annotations.NullMarked;
