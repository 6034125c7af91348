/** Holds the running service to its own OpenAPI document. */
@NullMarked
package io.partwarden.contract;

import org.jspecify.annotations.NullMarked;
