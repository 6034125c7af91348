package io.partwarden.jobs;

import com.zaxxer.hikari.HikariDataSource;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** One metadata database, and replicas of the service's jobs that share it. Time passes for them when a test says so. */
final class JobsBench implements AutoCloseable {

    /** A minute until a holder is dead, so that none is for a slow machine; but a test is told of a death at once. */
    static final JobProperties PATIENT = new JobProperties(
            Duration.ofMillis(100), 600, 4, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(200));

    /** As the service has it: no test is so long that it sees a heartbeat. */
    static final JobProperties DEFAULTS = new JobProperties(
            Duration.ofSeconds(10), 6, 8, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(8));

    private final TestDatabase database = PostgresServer.latest().newDatabase();
    private final Deque<Replica> replicas = new ArrayDeque<>();

    JobsBench() {
        Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .schemas("partwarden")
                .defaultSchema("partwarden")
                .load()
                .migrate();
    }

    TestDatabase database() {
        return database;
    }

    Replica replica(RecurringTask... tasks) {
        return replica(PATIENT, Clock.systemUTC(), tasks);
    }

    Replica replica(JobProperties properties, Clock clock, RecurringTask... tasks) {
        Replica replica = new Replica(database, properties, clock, tasks);
        replicas.push(replica);
        return replica;
    }

    /** As if the holders of all claims had been silent for that long. */
    void silentClaims(Duration time) {
        database.execute(
                "UPDATE partwarden.claim SET heartbeat_at = heartbeat_at - interval '" + time.toMillis() + " ms'");
    }

    /** As if who runs a task had been silent for that long. */
    void silentTasks(Duration time) {
        database.execute("UPDATE partwarden.scheduled_tasks SET last_heartbeat = last_heartbeat - interval '"
                + time.toMillis() + " ms'");
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
    }

    /** The jobs of one process. */
    static final class Replica implements AutoCloseable {

        private final HikariDataSource pool = new HikariDataSource();
        private final Cable cable = new Cable(pool);
        private final TaskRunner runner;
        final DatabaseClock clock;
        final Claims claims;
        final RecurringTasks tasks;

        private Replica(TestDatabase database, JobProperties properties, Clock own, RecurringTask... beans) {
            pool.setJdbcUrl(database.url());
            pool.setUsername(database.username());
            pool.setPassword(database.password());
            JdbcClient jdbc = JdbcClient.create(cable);
            DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
            for (int i = 0; i < beans.length; i++) {
                factory.registerSingleton("task" + i, beans[i]);
            }
            ReplicaName name = new ReplicaName();
            ScheduleRepository schedules = new ScheduleRepository(jdbc);
            clock = new DatabaseClock(own, new DatabaseTimeRepository(jdbc));
            claims = new Claims(new ClaimRepository(jdbc), properties, name);
            NextRun nextRun = new NextRun(schedules, new JdbcTransactionManager(cable), clock, properties);
            runner = new TaskRunner(
                    cable, factory.getBeanProvider(RecurringTask.class), nextRun, clock, properties, name);
            tasks = new RecurringTasks(schedules, runner, clock);
        }

        Replica started() {
            runner.start();
            return this;
        }

        void stop() {
            runner.stop();
        }

        boolean running() {
            return runner.isRunning();
        }

        /** From here on it is as good as killed: it does what it does, and nobody hears of it. */
        void cutOff() {
            cable.cut = true;
        }

        /** Whether it has wanted something of the database and did not get it. */
        boolean wasRefused() {
            return cable.refused;
        }

        void reconnect() {
            cable.cut = false;
        }

        @Override
        public void close() {
            runner.stop();
            claims.destroy();
            pool.close();
        }
    }

    private static final class Cable extends DelegatingDataSource {

        private volatile boolean cut;
        private volatile boolean refused;

        Cable(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (cut) {
                refused = true;
                throw new SQLException("Cut off", "08006");
            }
            return super.getConnection();
        }
    }
}
