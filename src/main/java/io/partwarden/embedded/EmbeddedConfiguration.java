package io.partwarden.embedded;

import io.partwarden.shared.PartwardenHome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Starts the embedded server where the user named no database. */
@Configuration(proxyBeanMethods = false)
@Conditional(NoDatabaseUrl.class)
@ConditionalOnClass(name = EmbeddedConfiguration.LIBRARY)
class EmbeddedConfiguration {

    static final String LIBRARY = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres";

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
