package io.partwarden.contract;

import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The tables of the examples that other tools look after. */
final class OtherTools {

    private OtherTools() {}

    static void install(TestDatabase database) {
        database.execute(
                resource("go_partman.sql"),
                "SET search_path = partman",
                resource("pg_partman-5.sql"),
                "CREATE TABLE public.visits (at timestamptz NOT NULL) PARTITION BY RANGE (at)",
                """
                INSERT INTO partman.part_config (parent_table, control, partition_interval, partition_type, datetime_string)
                VALUES ('public.visits', 'at', '1 mon', 'range', 'YYYYMMDD')
                """,
                "CREATE TABLE public.samples (tenant_id text NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (tenant_id, at)",
                """
                INSERT INTO partman.parent_tables
                VALUES ('1', 'public', 'samples', 'tenant_id', 'at', 'range', '24h0m0s', 10, '720h0m0s')
                """,
                "INSERT INTO partman.tenants VALUES ('acme', '1'), ('globex', '1')");
        try (Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    SET allow_system_table_mods = on;
                    INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
                    SELECT 990000, 'pg_partman', r.oid, n.oid, false, '5.2.4'
                      FROM pg_namespace n, pg_roles r WHERE n.nspname = 'partman' AND r.rolname = current_user
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream script = Objects.requireNonNull(OtherTools.class.getResourceAsStream("/imports/" + name))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
