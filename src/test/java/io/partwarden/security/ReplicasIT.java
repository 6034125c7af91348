package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.Problem;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two processes of the service on one database. */
class ReplicasIT {

    private static final String ONE = "the-secret-of-admin-one";
    private static final String TWO = "the-secret-of-admin-two";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestDatabase database = PostgresServer.latest().newDatabase();
    private final Tokens here;
    private final Tokens there;

    ReplicasIT() {
        Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .schemas("partwarden")
                .target("1")
                .load()
                .migrate();
        here = replica();
        there = replica();
        here.putAdmin("one", ONE);
        here.putAdmin("two", TWO);
    }

    @Test
    void aTokenDeletedHereIsRefusedThereWithinSeconds() {
        assertThat(there.find(ONE)).isPresent();

        here.delete("one");

        assertThat(here.find(ONE)).isEmpty();
        now.updateAndGet(instant -> instant.plus(Tokens.FRESH));
        assertThat(there.find(ONE)).isEmpty();
    }

    @Test
    void twoWhoDeleteEachOthersTokenLeaveOneAdmin() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Boolean>> deletions = List.of(() -> deletes(here, "one"), () -> deletes(there, "two"));
            int deleted = 0;
            for (Future<Boolean> deletion : threads.invokeAll(deletions)) {
                deleted += deletion.get() ? 1 : 0;
            }
            assertThat(deleted).isEqualTo(1);
            assertThat(here.hasAdmin()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean deletes(Tokens tokens, String name) {
        try {
            tokens.delete(name);
            return true;
        } catch (Problem refused) {
            assertThat(refused.type()).isEqualTo(Tokens.LAST_ADMIN);
            return false;
        }
    }

    private Tokens replica() {
        DriverManagerDataSource source =
                new DriverManagerDataSource(database.url(), database.username(), database.password());
        InstantSource time = now::get;
        Clock clock = time.withZone(ZoneOffset.UTC);
        return new Tokens(
                new TokenRepository(JdbcClient.create(source)),
                new TransactionTemplate(new JdbcTransactionManager(source)),
                clock);
    }
}
