package io.partwarden.security;

import org.jspecify.annotations.Nullable;

/** Where a change comes from: who, and the request if it came in one. */
record Origin(
        String actor,
        @Nullable String role,
        @Nullable String remoteAddress,
        @Nullable String requestId,
        @Nullable String method,
        @Nullable String path) {

    static Origin of(String actor) {
        return new Origin(actor, null, null, null, null, null);
    }

    static Origin of(Caller caller, String method, String path) {
        return new Origin(
                caller.name(), caller.role().text(), caller.remoteAddress(), caller.requestId(), method, path);
    }
}
