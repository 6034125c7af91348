package io.partwarden.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRequestTests {

    private static final WebhookEvent EVENT = new WebhookEvent("a.b_1", Instant.EPOCH, Map.of());
    private static final WebhookEffort EFFORT = new WebhookEffort(Duration.ofSeconds(1), 1, Duration.ofSeconds(1));

    @ParameterizedTest
    @CsvSource({"PT1S, 1, PT1S", "PT30S, 5, PT5M"})
    void anEffortMayGoToItsLimits(Duration timeout, int attempts, Duration deadline) {
        assertThat(new WebhookEffort(timeout, attempts, deadline).attempts()).isEqualTo(attempts);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.9S, 1, PT10S",
        "PT31S, 1, PT60S",
        "PT5S, 0, PT10S",
        "PT5S, 6, PT10S",
        "PT5S, 1, PT4S",
        "PT5S, 1, PT5M1S"
    })
    void anEffortMayNotGoBeyond(Duration timeout, int attempts, Duration deadline) {
        assertThatThrownBy(() -> new WebhookEffort(timeout, attempts, deadline))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a b", "a\r\nx: y"})
    void anIdIsOneWord(String id) {
        assertThatThrownBy(() -> new WebhookRequest(id, "http://localhost", null, EVENT, EFFORT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", "a..b", "a-b", "a b"})
    void anEventsTypeIsNamesWithDots(String type) {
        assertThatThrownBy(() -> new WebhookEvent(type, Instant.EPOCH, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
