package io.partwarden.jobs;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The claim table. The database's clock decides all times, and the fence who may write. */
@Repository
class ClaimRepository {

    // now() would be the time at which the statement began to wait for the row.
    private static final String CLAIM = """
            WITH before AS (SELECT holder FROM partwarden.claim WHERE subject = :subject)
            INSERT INTO partwarden.claim AS c (subject, fence, holder, acquired_at, heartbeat_at)
            VALUES (:subject, 1, :holder, clock_timestamp(), clock_timestamp())
            ON CONFLICT (subject) DO UPDATE
            SET fence = c.fence + 1, holder = excluded.holder,
                acquired_at = clock_timestamp(), heartbeat_at = clock_timestamp()
            WHERE c.holder IS NULL OR c.heartbeat_at < clock_timestamp() - :silence * interval '1 millisecond'
            RETURNING fence, EXISTS (SELECT FROM before WHERE holder IS NOT NULL) AS took_over
            """;

    private static final String BEAT = """
            UPDATE partwarden.claim SET heartbeat_at = clock_timestamp()
            WHERE subject = :subject AND fence = :fence AND holder IS NOT NULL
            """;

    private static final String RELEASE =
            "UPDATE partwarden.claim SET holder = NULL WHERE subject = :subject AND fence = :fence";

    private static final String HOLDER = """
            SELECT holder, fence, acquired_at, heartbeat_at
            FROM partwarden.claim
            WHERE subject = :subject AND holder IS NOT NULL
            """;

    private final JdbcClient jdbc;

    ClaimRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param tookOver whether the holder before did not release it */
    record Claimed(long fence, boolean tookOver) {}

    /** Empty while another holder lives. */
    Optional<Claimed> claim(String subject, String holder, Duration silence) {
        return jdbc.sql(CLAIM)
                .param("subject", subject)
                .param("holder", holder)
                .param("silence", silence.toMillis())
                .query((row, n) -> new Claimed(row.getLong("fence"), row.getBoolean("took_over")))
                .optional();
    }

    /** Whether the claim is still that one; if so it lives for another silence. */
    boolean beat(String subject, long fence) {
        return jdbc.sql(BEAT).param("subject", subject).param("fence", fence).update() == 1;
    }

    void release(String subject, long fence) {
        jdbc.sql(RELEASE).param("subject", subject).param("fence", fence).update();
    }

    Optional<ClaimHolder> holder(String subject) {
        return jdbc.sql(HOLDER)
                .param("subject", subject)
                .query((row, n) -> new ClaimHolder(
                        row.getString("holder"),
                        row.getLong("fence"),
                        row.getObject("acquired_at", OffsetDateTime.class).toInstant(),
                        row.getObject("heartbeat_at", OffsetDateTime.class).toInstant()))
                .optional();
    }
}
