package io.partwarden.testing;

import java.time.Instant;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** To be imported by a {@link ServiceTest} that moves the service's time: a {@link TestClock} instead of the system's clock. */
@TestConfiguration(proxyBeanMethods = false)
public class MovedClock {

    /** Where it stands at first. */
    public static final Instant BEGIN = Instant.parse("2031-01-01T00:00:00Z");

    @Bean
    @Primary
    TestClock testClock() {
        return new TestClock(BEGIN);
    }
}
