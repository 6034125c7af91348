package io.partwarden.targets;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The targets that were set over HTTP. A change says which version it changes, so of two at once one wins. */
@Repository
class TargetRepository {

    private static final String FIND = """
            SELECT name, document::text AS document, etag FROM partwarden.target WHERE name = :name
            """;

    private static final String LIST = """
            SELECT name, document::text AS document, etag FROM partwarden.target ORDER BY name COLLATE "C"
            """;

    private static final String INSERT = """
            INSERT INTO partwarden.target (name, document, etag, created_at, updated_at)
            VALUES (:name, CAST(:document AS jsonb), :etag, :now, :now)
            ON CONFLICT (name) DO NOTHING
            """;

    private static final String UPDATE = """
            UPDATE partwarden.target
            SET document = CAST(:document AS jsonb), etag = :etag, updated_at = :now
            WHERE name = :name AND etag = :seen
            """;

    private static final String DELETE = """
            DELETE FROM partwarden.target WHERE name = :name AND etag = :seen
            """;

    private final JdbcClient jdbc;

    TargetRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Stored> find(String name) {
        return jdbc.sql(FIND).param("name", name).query(Stored.class).optional();
    }

    List<Stored> list() {
        return jdbc.sql(LIST).query(Stored.class).list();
    }

    boolean insert(Stored target, Instant now) {
        return jdbc.sql(INSERT)
                        .param("name", target.name())
                        .param("document", target.document())
                        .param("etag", target.etag())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    boolean update(Stored target, String seen, Instant now) {
        return jdbc.sql(UPDATE)
                        .param("name", target.name())
                        .param("document", target.document())
                        .param("etag", target.etag())
                        .param("seen", seen)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    boolean delete(String name, String seen) {
        return jdbc.sql(DELETE).param("name", name).param("seen", seen).update() == 1;
    }

    record Stored(String name, String document, String etag) {}
}
