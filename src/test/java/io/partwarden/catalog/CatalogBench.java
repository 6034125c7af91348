package io.partwarden.catalog;

import io.partwarden.targets.Target;
import io.partwarden.targets.TargetBench;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;

/** A reader, and a fresh database that its target is. */
final class CatalogBench implements AutoCloseable {

    private final TargetBench targets = new TargetBench();
    final TestDatabase database;
    final Target target;
    final CatalogReader reader = new CatalogReader(targets.sessions());

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

    @Override
    public void close() {
        targets.close();
    }
}
