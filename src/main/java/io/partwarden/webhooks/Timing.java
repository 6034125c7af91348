package io.partwarden.webhooks;

import java.time.Clock;

/** The time of day that receivers see, the time that passes, and how long to wait between attempts. */
record Timing(Clock clock, Stopwatch stopwatch, Backoff backoff) {}
