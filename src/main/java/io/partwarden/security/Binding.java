package io.partwarden.security;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Where the service listens, as far as it decides who can reach it. */
record Binding(
        @Nullable InetAddress server,
        boolean ownManagementPort,
        @Nullable InetAddress management,
        String forwardedHeaders) {

    static Binding of(Environment environment) {
        return new Binding(
                address(environment.getProperty("server.address")),
                environment.getProperty("management.server.port") != null,
                address(environment.getProperty("management.server.address")),
                environment
                        .getProperty("server.forward-headers-strategy", "none")
                        .toLowerCase(Locale.ROOT));
    }

    boolean isLoopback() {
        return isLoopback(server) && (!ownManagementPort || isLoopback(management));
    }

    void requireFitForOpenMode() {
        if (!isLoopback()) {
            throw new UnsafeSettingException(
                    "PARTWARDEN_SECURITY=open lets in everybody, and the service would listen beyond this machine.",
                    "Listen on 127.0.0.1 (server.address, management.server.address), or leave PARTWARDEN_SECURITY at tokens.");
        }
        if (!forwardedHeaders.equals("none")) {
            throw new UnsafeSettingException(
                    "PARTWARDEN_SECURITY=open refuses requests through a proxy, but server.forward-headers-strategy trusts one.",
                    "Leave server.forward-headers-strategy unset, or PARTWARDEN_SECURITY at tokens.");
        }
    }

    private static @Nullable InetAddress address(@Nullable String name) {
        try {
            return name == null || name.isBlank() ? null : InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("Cannot find the address to listen on", e);
        }
    }

    private static boolean isLoopback(@Nullable InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }
}
