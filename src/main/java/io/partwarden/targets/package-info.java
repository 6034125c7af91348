/**
 * The databases that Partwarden takes care of: how each is reached and with what secrets, its own small pool, sessions whose
 * settings are known, and what its role may do there. A target that is down or wrongly set up harms nothing but itself.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "http", "sql", "security", "embedded"})
package io.partwarden.targets;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
