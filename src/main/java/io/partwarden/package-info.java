/** Partwarden: a service that takes care of PostgreSQL partitions. Each sub-package is a module; see docs/architecture. */
@NullMarked
package io.partwarden;

import org.jspecify.annotations.NullMarked;
