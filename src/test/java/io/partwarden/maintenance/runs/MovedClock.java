package io.partwarden.maintenance.runs;

import io.partwarden.testing.TestClock;
import java.time.Instant;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** A clock that tests move: the 15th of January 2026 at noon, until they do. */
@TestConfiguration(proxyBeanMethods = false)
class MovedClock {

    static final Instant START = Instant.parse("2026-01-15T12:00:00Z");

    @Bean
    @Primary
    TestClock testClock() {
        return new TestClock(START);
    }
}
