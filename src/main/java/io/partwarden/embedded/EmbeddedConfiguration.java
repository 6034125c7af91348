package io.partwarden.embedded;

import io.partwarden.shared.PartwardenHome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Starts the embedded server where no database is named, and refuses to start where the build left it out. */
@Configuration(proxyBeanMethods = false)
@Conditional(NoDatabaseUrl.class)
class EmbeddedConfiguration {

    private static final String LIBRARY = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres";

    // The component scan finds nested configurations by themselves, past the condition outside.
    @Configuration(proxyBeanMethods = false)
    @Conditional(NoDatabaseUrl.class)
    @ConditionalOnClass(name = LIBRARY)
    static class Server {

        @Bean
        EmbeddedServer embeddedServer(PartwardenHome home, EmbeddedProperties properties) {
            return EmbeddedServer.start(new ServerFiles(home), properties.port());
        }

        @Bean
        JdbcConnectionDetails metadataConnection(EmbeddedServer server) {
            return new MetadataConnection(server.metadata());
        }

        @Bean
        LocalDatabase localDatabase(EmbeddedServer server) {
            return server.local();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(NoDatabaseUrl.class)
    @ConditionalOnMissingClass(LIBRARY)
    static class LeftOut {

        @Bean
        JdbcConnectionDetails metadataConnection() {
            throw new EmbeddedFailure(
                    "No spring.datasource.url is set, and this build carries no PostgreSQL of its own.",
                    "Set SPRING_DATASOURCE_URL (jdbc:postgresql://host:5432/database), SPRING_DATASOURCE_USERNAME and"
                            + " SPRING_DATASOURCE_PASSWORD to a PostgreSQL database for Partwarden's metadata.");
        }
    }

    private record MetadataConnection(LocalDatabase database) implements JdbcConnectionDetails {

        @Override
        public String getUsername() {
            return database.username();
        }

        @Override
        public String getPassword() {
            return database.password();
        }

        @Override
        public String getJdbcUrl() {
            return "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database();
        }
    }
}
