/** The fleet's lists, findings and metrics, asked for over HTTP. */
@NullMarked
package io.partwarden.maintenance.fleet;

import org.jspecify.annotations.NullMarked;
