package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class SecurityPropertiesTests {

    @Test
    void tokensAreAskedForUnlessToldOtherwise() {
        assertThat(bind(Map.of()).mode()).isEqualTo(SecurityProperties.Mode.TOKENS);
        assertThat(bind(Map.of("partwarden.security.mode", "open")).mode()).isEqualTo(SecurityProperties.Mode.OPEN);
    }

    @Test
    void anUnknownModeIsRefused() {
        for (String mode : new String[] {"none", "off", "opne"}) {
            assertThatThrownBy(() -> bind(Map.of("partwarden.security.mode", mode)))
                    .isInstanceOf(BindException.class);
        }
    }

    @Test
    void theTokenIsNotShown() {
        assertThat(bind(Map.of("partwarden.security.bootstrap-token", "secret-token"))
                        .toString())
                .doesNotContain("secret-token");
    }

    @Test
    void aRefusalToStartSaysWhatToDo() {
        FailureAnalysis analysis = new UnsafeSettingAnalyzer()
                .analyze(new IllegalStateException(new UnsafeSettingException("What.", "Do.")));

        assertThat(analysis).extracting("description", "action").containsExactly("What.", "Do.");
    }

    private static SecurityProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("partwarden.security", SecurityProperties.class);
    }
}
