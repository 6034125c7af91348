package io.partwarden.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.targets.Target;
import io.partwarden.targets.TargetBench;
import io.partwarden.targets.TargetSettings;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The readers, and a fresh database that its target is. */
final class CatalogBench implements AutoCloseable {

    private final TargetBench targets = new TargetBench();
    final TestDatabase database;
    final Target target;
    final CatalogReader reader = new CatalogReader(targets.sessions());
    final FleetReader fleet = new FleetReader(targets.sessions());

    CatalogBench(int version) {
        database = PostgresServer.version(version).newDatabase();
        target = targets.target(database).build();
    }

    static CatalogBench latest() {
        return new CatalogBench(PostgresServer.LATEST);
    }

    /** The same database, seen by another login. */
    Target as(String role) {
        return targets.target(new TestDatabase(database.server(), database.name(), role, "pw"))
                .build();
    }

    /** The same target with settings that show only these schemas. */
    Target showing(String... schemas) {
        TargetSettings all = target.settings();
        return new Target(
                target.name(),
                new TargetSettings(
                        all.endpoint(),
                        all.login(),
                        all.tls(),
                        List.of(schemas),
                        all.labels(),
                        all.mode(),
                        all.paused()),
                target.origin(),
                target.etag());
    }

    /** Leaves a concurrent detach pending: a reader of the parent makes it wait until its own timeout. */
    void leavePending(String parent, String partition) throws SQLException {
        try (Connection reader = database.connect();
                Connection detacher = database.connect();
                Statement reading = reader.createStatement();
                Statement detaching = detacher.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("SELECT FROM " + parent);
            detaching.execute("SET statement_timeout = '300ms'");
            assertThatThrownBy(() -> detaching.execute(
                            "ALTER TABLE " + parent + " DETACH PARTITION " + partition + " CONCURRENTLY"))
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("57014");
        }
    }

    @Override
    public void close() {
        targets.close();
    }
}
