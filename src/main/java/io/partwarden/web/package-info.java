/** What a person sees first: where {@code /} leads, and what the log says once the service is up. Nobody depends on it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "embedded"})
package io.partwarden.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
