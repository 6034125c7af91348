package io.partwarden.security;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The token table. */
@Repository
class TokenRepository {

    private static final String COLUMNS =
            "name, role, targets, sources, providers, created_at, created_by, expires_at, last_used_at";

    private static final String FIND = "SELECT " + COLUMNS + " FROM partwarden.token WHERE secret_hash = :hash";

    private static final String PAGE = "SELECT " + COLUMNS + """
             FROM partwarden.token
            WHERE name > :after
            ORDER BY name
            LIMIT :limit
            """;

    private static final String INSERT = """
            INSERT INTO partwarden.token (name, secret_hash, role, targets, sources, providers, created_at, created_by, expires_at)
            VALUES (:name, :hash, :role, :targets, :sources, :providers, :created_at, :created_by, :expires_at)
            ON CONFLICT (name) DO NOTHING
            """;

    private static final String SET_SECRET =
            "UPDATE partwarden.token SET secret_hash = :hash, role = 'admin', targets = NULL, sources = NULL, providers = NULL,"
                    + " expires_at = NULL WHERE name = :name";

    // Locks every admin in one order, so that two callers cannot each delete the other's.
    private static final String LOCK_ADMINS = """
            SELECT name FROM partwarden.token
            WHERE role = 'admin' AND targets IS NULL AND sources IS NULL AND providers IS NULL
              AND (expires_at IS NULL OR expires_at > :now)
            ORDER BY name
            FOR UPDATE
            """;

    private static final String EXISTS = "SELECT EXISTS (SELECT FROM partwarden.token WHERE name = :name)";

    private static final String DELETE = "DELETE FROM partwarden.token WHERE name = :name";

    private static final String TOUCH = "UPDATE partwarden.token SET last_used_at = :now WHERE name = :name";

    private final JdbcClient jdbc;

    TokenRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Token> find(TokenSecret.Hash hash) {
        return jdbc.sql(FIND)
                .param("hash", hash.bytes())
                .query((row, n) -> token(row))
                .optional();
    }

    List<Token> page(String after, int limit) {
        return jdbc.sql(PAGE)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> token(row))
                .list();
    }

    /** False if the name is taken. */
    boolean insert(Token token, TokenSecret.Hash hash) {
        return jdbc.sql(INSERT)
                        .param("name", token.name())
                        .param("hash", hash.bytes())
                        .param("role", token.role().text())
                        .param("targets", array(token.limits().targets()))
                        .param("sources", array(token.limits().sources()))
                        .param("providers", array(token.limits().providers()))
                        .param("created_at", token.createdAt().atOffset(ZoneOffset.UTC))
                        .param("created_by", token.createdBy())
                        .param("expires_at", timestamp(token.expiresAt()))
                        .update()
                == 1;
    }

    /** Gives an existing token that secret and makes it an admin without limits. */
    void resetToAdmin(String name, TokenSecret.Hash hash) {
        jdbc.sql(SET_SECRET).param("name", name).param("hash", hash.bytes()).update();
    }

    /** The admins without limits, locked until the transaction ends. */
    List<String> lockAdmins(Instant now) {
        return jdbc.sql(LOCK_ADMINS)
                .param("now", timestamp(now))
                .query(String.class)
                .list();
    }

    boolean exists(String name) {
        return jdbc.sql(EXISTS).param("name", name).query(Boolean.class).single();
    }

    void delete(String name) {
        jdbc.sql(DELETE).param("name", name).update();
    }

    void touch(String name, Instant now) {
        jdbc.sql(TOUCH).param("name", name).param("now", timestamp(now)).update();
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getString("name"),
                Role.parse(row.getString("role")).orElseThrow(),
                new Limits(names(row, "targets"), names(row, "sources"), names(row, "providers")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                instant(row, "expires_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Set<String> names(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? null : Set.of((String[]) array.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static String @Nullable [] array(@Nullable Set<String> names) {
        return names == null ? null : names.stream().sorted().toArray(String[]::new);
    }
}
