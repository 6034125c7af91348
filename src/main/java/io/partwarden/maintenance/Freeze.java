package io.partwarden.maintenance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** While it lasts, maintenance changes nothing on any target. */
record Freeze(Instant since, String frozenBy, @Nullable String reason) {}
