package io.partwarden.shared;

import java.time.Instant;

/** The metadata database's time, the only one that all replicas agree on: for what another replica will compare with its own now. */
@FunctionalInterface
public interface DatabaseTime {

    Instant now();
}
