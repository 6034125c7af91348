package io.partwarden.execution;

import org.junit.jupiter.api.Tag;

@Tag("full")
class LiveTraffic15IT extends LiveTrafficIT {

    @Override
    int version() {
        return 15;
    }
}
