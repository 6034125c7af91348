/** Benches: each figure is a ratio against raw PostgreSQL on the same server in the same run. Run by docs/benchmarks.md's command. */
@NullMarked
package io.partwarden.bench;

import org.jspecify.annotations.NullMarked;
