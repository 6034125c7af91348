package io.partwarden.maintenance;

import io.partwarden.sql.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The policies as they are stored. A change says which version it changes, so of two at once one wins. */
@Repository
class PolicyRepository {

    private static final String COLUMNS = """
            SELECT target, schema_name, table_name, document::text AS document, etag, in_force_since, paused
              FROM partwarden.policy
            """;

    private static final String OF_TABLE = """
             WHERE target = :target AND schema_name = :schema AND table_name = :table
            """;

    private static final String OF_TARGET = COLUMNS + """
             WHERE target = :target ORDER BY schema_name COLLATE "C", table_name COLLATE "C"
            """;

    private static final String LIST = COLUMNS + """
             ORDER BY target COLLATE "C", schema_name COLLATE "C", table_name COLLATE "C"
            """;

    private static final String INSERT = """
            INSERT INTO partwarden.policy
                   (target, schema_name, table_name, document, etag, in_force_since, created_at, updated_at)
            VALUES (:target, :schema, :table, CAST(:document AS jsonb), :etag, :in_force_since, :now, :now)
            ON CONFLICT DO NOTHING
            """;

    private static final String UPDATE = """
            UPDATE partwarden.policy
               SET document = CAST(:document AS jsonb), etag = :etag, in_force_since = :in_force_since, updated_at = :now
            """ + OF_TABLE + " AND etag = :seen";

    /** What was found out under another document says nothing any more; runs that went wrong did go wrong. */
    private static final String LOOK_AGAIN = """
            UPDATE partwarden.policy_state
               SET fingerprint = NULL, due_at = NULL,
                   lanes = CASE WHEN :new_periods THEN '{}' ELSE lanes END,
                   first_run_done = first_run_done AND NOT (:new_retention OR :new_periods)
            """ + OF_TABLE;

    private static final String IN_FORCE = "SELECT count(*) FROM partwarden.policy " + OF_TABLE
            + " AND etag = :seen AND NOT paused AND NOT EXISTS (SELECT FROM partwarden.freeze)";

    private static final String PAUSE = "UPDATE partwarden.policy SET paused = :paused, updated_at = :now " + OF_TABLE;

    private static final String DELETE = "DELETE FROM partwarden.policy " + OF_TABLE + " AND etag = :seen";

    private final JdbcClient jdbc;

    PolicyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Stored> find(ManagedName name) {
        return of(COLUMNS + OF_TABLE, name).query(PolicyRepository::stored).optional();
    }

    List<Stored> ofTarget(String target) {
        return jdbc.sql(OF_TARGET)
                .param("target", target)
                .query(PolicyRepository::stored)
                .list();
    }

    List<Stored> list() {
        return jdbc.sql(LIST).query(PolicyRepository::stored).list();
    }

    /** False where another request was first. */
    boolean insert(Stored policy, Instant now) {
        return written(INSERT, policy, now).update() == 1;
    }

    /** False where it is not the version {@code seen} any more. */
    boolean update(Stored policy, String seen, Instant now) {
        return written(UPDATE, policy, now).param("seen", seen).update() == 1;
    }

    /**
     * Makes the maintainer look at the table anew.
     *
     * @param newPeriods whether what was served so far says nothing about the periods of now
     * @param newRetention whether the first run that retires is to be confirmed again, as it is with new periods, which move the cutoff
     */
    void lookAgain(ManagedName name, boolean newPeriods, boolean newRetention) {
        of(LOOK_AGAIN, name)
                .param("new_periods", newPeriods)
                .param("new_retention", newRetention)
                .update();
    }

    /** Whether it is still that document, and neither the table is paused nor everything frozen. */
    boolean isInForce(ManagedName name, String seen) {
        return of(IN_FORCE, name).param("seen", seen).query(Integer.class).single() == 1;
    }

    boolean pause(ManagedName name, boolean paused, Instant now) {
        return of(PAUSE, name)
                        .param("paused", paused)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    boolean delete(ManagedName name, String seen) {
        return of(DELETE, name).param("seen", seen).update() == 1;
    }

    private JdbcClient.StatementSpec written(String sql, Stored policy, Instant now) {
        return of(sql, policy.name())
                .param("document", policy.document())
                .param("etag", policy.etag())
                .param("in_force_since", policy.inForceSince().atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC));
    }

    private JdbcClient.StatementSpec of(String sql, ManagedName name) {
        return jdbc.sql(sql)
                .param("target", name.target())
                .param("schema", name.table().schema().value())
                .param("table", name.table().name().value());
    }

    private static Stored stored(ResultSet row, int number) throws SQLException {
        return new Stored(
                new ManagedName(
                        row.getString("target"),
                        QualifiedName.of(row.getString("schema_name"), row.getString("table_name"))),
                row.getString("document"),
                row.getString("etag"),
                row.getObject("in_force_since", OffsetDateTime.class).toInstant(),
                row.getBoolean("paused"));
    }

    record Stored(ManagedName name, String document, String etag, Instant inForceSince, boolean paused) {}
}
