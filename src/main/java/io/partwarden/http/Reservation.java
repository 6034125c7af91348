package io.partwarden.http;

import org.jspecify.annotations.Nullable;

/** What is stored under an idempotency key; without a status the first request is still running. */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record Reservation(
        byte[] fingerprint,
        @Nullable Integer status,
        @Nullable String headers,
        byte @Nullable [] body) {}
