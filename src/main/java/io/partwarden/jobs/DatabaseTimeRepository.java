package io.partwarden.jobs;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The metadata database's clock. */
@Repository
class DatabaseTimeRepository {

    private static final String NOW = "SELECT clock_timestamp()";

    private final JdbcClient jdbc;

    DatabaseTimeRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Instant now() {
        return jdbc.sql(NOW).query(OffsetDateTime.class).single().toInstant();
    }
}
