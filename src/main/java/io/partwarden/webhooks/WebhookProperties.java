package io.partwarden.webhooks;

import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** Which hosts may be called: this machine alone unless told otherwise. */
@Validated
@ConfigurationProperties("partwarden.webhooks")
record WebhookProperties(
        @DefaultValue({"localhost", "127.0.0.0/8", "::1/128"}) @NotNull
        List<String> allowedHosts) {

    static final String ALLOWED_HOSTS = "partwarden.webhooks.allowed-hosts";
}
