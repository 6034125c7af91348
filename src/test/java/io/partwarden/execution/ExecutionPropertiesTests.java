package io.partwarden.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ExecutionPropertiesTests {

    @Test
    void theDefaultsAreTheMeasuredBudget() {
        ExecutionProperties properties = bind(Map.of());

        assertThat(properties.lockBudget()).isEqualTo(Duration.ofMillis(200));
        assertThat(properties.lockTimeout(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(properties.lockTimeout(2)).isEqualTo(Duration.ofMillis(100));
        assertThat(properties.lockTimeout(3)).isEqualTo(Duration.ofMillis(200));
        assertThat(properties.lockTimeout(9)).isEqualTo(Duration.ofMillis(200));
        assertThat(properties.limits(Patience.SHORT).attempts()).isEqualTo(3);
        assertThat(properties.limits(Patience.SHORT).pauses()).isEqualTo(Duration.ofSeconds(12));
        assertThat(properties.limits(Patience.LADDER).attempts()).isEqualTo(10);
        assertThat(properties.limits(Patience.LADDER).pauses()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "lock-budget, 0ms",
        "lock-budget, 4s",
        "lock-budget, 50ms",
        "lock-timeouts, 0ms",
        "lock-timeouts, 300ms",
        "pause.min, 6s",
        "pause.min, 0s",
        "ladder.attempts, 0",
        "brief.attempts, 0",
        "timeouts.statement, 0s",
        "timeouts.scan, 0s",
        "timeouts.concurrent, 0s",
        "timeouts.retry-after, -1s"
    })
    void unsafeValuesAreRefusedAtStart(String name, String value) {
        assertThatThrownBy(() -> bind(Map.of(name, value))).rootCause().hasMessageStartingWith("partwarden.execution.");
    }

    private static ExecutionProperties bind(Map<String, String> values) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        values.forEach((name, value) -> source.put("partwarden.execution." + name, value));
        return new Binder(source).bindOrCreate("partwarden.execution", ExecutionProperties.class);
    }
}
