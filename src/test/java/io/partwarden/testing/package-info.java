/** What tests stand on: real PostgreSQL servers of every supported version, and databases of their own. */
@NullMarked
package io.partwarden.testing;

import org.jspecify.annotations.NullMarked;
