package io.partwarden.http;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The idempotency table. The database's clock decides all times. */
@Repository
class IdempotencyRepository {

    // A reservation of another process whose lease is over was left by a crash; one older than a day is forgotten.
    private static final String RESERVE = """
            INSERT INTO partwarden.idempotency AS i (caller, path, key, fingerprint, owner, lease_until)
            VALUES (:caller, :path, :key, :fingerprint, :owner, now() + :lease * interval '1 second')
            ON CONFLICT (caller, path, key) DO UPDATE
            SET fingerprint = excluded.fingerprint, owner = excluded.owner, created_at = excluded.created_at,
                lease_until = excluded.lease_until, status = NULL, headers = NULL, body = NULL
            WHERE i.created_at < now() - interval '24 hours'
               OR (i.status IS NULL AND i.lease_until < now() AND i.fingerprint = excluded.fingerprint)
            """;

    private static final String FIND = """
            SELECT fingerprint, status, headers, body
            FROM partwarden.idempotency
            WHERE caller = :caller AND path = :path AND key = :key
            """;

    private static final String FINISH = """
            UPDATE partwarden.idempotency SET status = :status, headers = CAST(:headers AS jsonb), body = :body
            WHERE caller = :caller AND path = :path AND key = :key AND owner = :owner AND status IS NULL
            """;

    private static final String RELEASE = """
            DELETE FROM partwarden.idempotency
            WHERE caller = :caller AND path = :path AND key = :key AND owner = :owner AND status IS NULL
            """;

    private static final String RENEW = """
            UPDATE partwarden.idempotency SET lease_until = now() + :lease * interval '1 second'
            WHERE owner = :owner AND status IS NULL
            """;

    private static final String FORGET =
            "DELETE FROM partwarden.idempotency WHERE created_at < now() - interval '24 hours'";

    private final JdbcClient jdbc;

    IdempotencyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether the caller may run the request now. */
    boolean reserve(IdempotencyKey key, UUID owner, Duration lease) {
        return at(RESERVE, key)
                        .param("fingerprint", key.fingerprint())
                        .param("owner", owner)
                        .param("lease", lease.toSeconds())
                        .update()
                == 1;
    }

    Optional<Reservation> find(IdempotencyKey key) {
        return at(FIND, key)
                .query((row, n) -> new Reservation(
                        row.getBytes("fingerprint"),
                        row.getObject("status", Integer.class),
                        row.getString("headers"),
                        row.getBytes("body")))
                .optional();
    }

    void finish(IdempotencyKey key, UUID owner, int status, String headers, byte[] body) {
        at(FINISH, key)
                .param("owner", owner)
                .param("status", status)
                .param("headers", headers)
                .param("body", body)
                .update();
    }

    void release(IdempotencyKey key, UUID owner) {
        at(RELEASE, key).param("owner", owner).update();
    }

    void renew(UUID owner, Duration lease) {
        jdbc.sql(RENEW).param("owner", owner).param("lease", lease.toSeconds()).update();
    }

    void forget() {
        jdbc.sql(FORGET).update();
    }

    private JdbcClient.StatementSpec at(String sql, IdempotencyKey key) {
        return jdbc.sql(sql)
                .param("caller", key.caller())
                .param("path", key.path())
                .param("key", key.key());
    }
}
