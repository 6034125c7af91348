/** Who may do what, and who did what: tokens, roles and their limits, the filter chain, and the audit trail. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "http"})
package io.partwarden.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
