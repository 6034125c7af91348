package io.partwarden.maintenance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The one freeze that there is at most. */
@Repository
class FreezeRepository {

    private static final String FIND = "SELECT since, frozen_by, reason FROM partwarden.freeze";

    /** The first one stays: since when and by whom is what people ask. */
    private static final String INSERT = """
            INSERT INTO partwarden.freeze (since, frozen_by, reason) VALUES (:since, :frozen_by, :reason)
            ON CONFLICT DO NOTHING
            """;

    private static final String DELETE = "DELETE FROM partwarden.freeze";

    private final JdbcClient jdbc;

    FreezeRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Freeze> find() {
        return jdbc.sql(FIND).query(FreezeRepository::freeze).optional();
    }

    void insert(Freeze freeze) {
        jdbc.sql(INSERT)
                .param("since", freeze.since().atOffset(ZoneOffset.UTC))
                .param("frozen_by", freeze.frozenBy())
                .param("reason", freeze.reason())
                .update();
    }

    void delete() {
        jdbc.sql(DELETE).update();
    }

    private static Freeze freeze(ResultSet row, int number) throws SQLException {
        return new Freeze(
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getString("frozen_by"),
                row.getString("reason"));
    }
}
