/**
 * What every controller shares: one way to answer errors (RFC 9457, Tomcat's own included), strict JSON, request ids, pages,
 * versioned documents and idempotency keys. Knows no feature.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared"})
package io.partwarden.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
