package io.partwarden.embedded;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Refuses to start where the user named no database and the build left the embedded server out, as the image's does. */
@Configuration(proxyBeanMethods = false)
@Conditional(NoDatabaseUrl.class)
@ConditionalOnMissingClass(EmbeddedConfiguration.LIBRARY)
class LeftOutConfiguration {

    @Bean
    JdbcConnectionDetails metadataConnection() {
        throw new EmbeddedFailure(
                "No spring.datasource.url is set, and this build carries no PostgreSQL of its own.",
                "Set SPRING_DATASOURCE_URL (jdbc:postgresql://host:5432/database), SPRING_DATASOURCE_USERNAME and"
                        + " SPRING_DATASOURCE_PASSWORD to a PostgreSQL database for Partwarden's metadata.");
    }
}
