/**
 * Who is asked before a run changes something, and told afterwards: somebody else's HTTP service, or a function on the target. A hook is
 * told what is planned, and never a secret or a row.
 */
@NullMarked
package io.partwarden.maintenance.hooks;

import org.jspecify.annotations.NullMarked;
