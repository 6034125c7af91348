package io.partwarden.embedded;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The port that the embedded server takes on its first start, if it is free. */
@Validated
@ConfigurationProperties("partwarden.embedded")
record EmbeddedProperties(
        @Min(1) @Max(65_535) @DefaultValue("8471") int port) {}
