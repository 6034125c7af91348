/**
 * Calls to other people's HTTP services, signed by the Standard Webhooks scheme: the one outgoing client, which reaches allowed hosts
 * only, whatever a URL, the DNS or a redirect says, and which gives up in time.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "security"})
package io.partwarden.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
