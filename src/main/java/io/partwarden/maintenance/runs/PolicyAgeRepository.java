package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.ManagedName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Since when tables have had a policy without a break: what an earlier one detached is none of the present one's. */
@Repository
class PolicyAgeRepository {

    private static final String SINCE = """
            SELECT created_at FROM partwarden.policy
             WHERE target = :target AND schema_name = :schema AND table_name = :table
            """;

    private final JdbcClient jdbc;

    PolicyAgeRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty for a table without a policy. */
    Optional<Instant> since(ManagedName name) {
        return jdbc.sql(SINCE)
                .param("target", name.target())
                .param("schema", name.table().schema().value())
                .param("table", name.table().name().value())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }
}
