package io.partwarden.execution;

import org.junit.jupiter.api.Tag;

@Tag("full")
class LiveTraffic17IT extends LiveTrafficIT {

    @Override
    int version() {
        return 17;
    }
}
