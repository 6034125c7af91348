package io.partwarden.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class JobPropertiesTests {

    @Test
    void takesOverAfterAMinute() {
        assertThat(bound(Map.of()).silence()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void silenceIsSoManyHeartbeats() {
        JobProperties properties =
                bound(Map.of("partwarden.jobs.heartbeat", "2s", "partwarden.jobs.missed-heartbeats", "3"));

        assertThat(properties.silence()).isEqualTo(Duration.ofSeconds(6));
    }

    @ParameterizedTest
    @CsvSource({
        "missed-heartbeats, 2",
        "heartbeat, 0s",
        "heartbeat, -1s",
        "threads, 0",
        "threads, 65",
        "polling, 1ms",
        "first-retry, 0s",
        "stop-wait, -1s"
    })
    void refusesWhatIsUnsafe(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("partwarden.jobs." + name, value)))
                .rootCause()
                .hasMessageContaining("partwarden.jobs." + name);
    }

    private static JobProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("partwarden.jobs", JobProperties.class);
    }
}
