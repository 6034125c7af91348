package io.partwarden.targets;

import io.partwarden.security.SecretReference;
import io.partwarden.security.Secrets;
import io.partwarden.security.SecretsBench;
import io.partwarden.sql.Identifier;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestClock;
import io.partwarden.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.mock.env.MockEnvironment;

/** Targets and sessions without the rest of the service: settings, secrets and the clock are the test's. For every module's tests. */
public final class TargetBench implements AutoCloseable {

    private static final String SETTINGS = """
            SELECT current_setting(name) FROM unnest(ARRAY['search_path', 'TimeZone', 'DateStyle', 'IntervalStyle',
                'standard_conforming_strings', 'extra_float_digits', 'application_name', 'statement_timeout', 'lock_timeout',
                'idle_in_transaction_session_timeout', 'default_transaction_read_only']) AS name
            """;

    static final TargetProperties.Sessions LIMITS = new TargetProperties.Sessions(
            2,
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10));

    private final MockEnvironment environment = new MockEnvironment();
    private final Secrets secrets;
    private final TargetConnector connector;
    private final TargetSessions sessions;
    private final TargetCheck check;
    private final TestClock clock = new TestClock(Instant.now());

    public TargetBench() {
        this(List.of("127.0.0.0/8", "localhost"), Path.of("target/no-secrets"), noMetadata());
    }

    TargetBench(List<String> allowedHosts, Path secretsDirectory, JdbcTemplate metadata) {
        TargetProperties properties = new TargetProperties(allowedHosts, LIMITS, Map.of());
        secrets = SecretsBench.secrets(environment, secretsDirectory);
        connector = new TargetConnector(properties, secrets);
        OwnMetadata own = new OwnMetadata(metadata);
        sessions = new TargetSessions(connector, own, properties, clock);
        check = new TargetCheck(connector, own, properties, clock);
    }

    public TargetSessions sessions() {
        return sessions;
    }

    TargetReport check(Target target) {
        return check.report(target);
    }

    void setSecret(String name, String value) {
        environment.setProperty(SecretReference.ENV_PREFIX + name, value);
    }

    public TestClock clock() {
        return clock;
    }

    public Builder target(TestDatabase database) {
        return new Builder(database.server().port(), database.name(), database.username(), database.password());
    }

    static List<String> settings(JdbcClient jdbc) {
        return jdbc.sql(SETTINGS).query(String.class).list();
    }

    static List<String> settingsOf(Connection connection) {
        return settings(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
    }

    private static JdbcTemplate noMetadata() {
        return new JdbcTemplate(new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + PostgresServer.latest().port() + "/nowhere"));
    }

    @Override
    public void close() {
        sessions.destroy();
    }

    /** A target as a request would make it, on 127.0.0.1 unless said otherwise. */
    public final class Builder {

        private int port;
        private String database;
        private String username;
        private final String password;
        private List<String> hosts = List.of("127.0.0.1");
        private Tls tls = Tls.of(TlsMode.PREFER);
        private TargetMode mode = TargetMode.OPERATE;
        private @Nullable Identifier ownerRole;
        private @Nullable SecretReference reference;

        private Builder(int port, String database, String username, String password) {
            this.port = port;
            this.database = database;
            this.username = username;
            this.password = password;
        }

        public Builder hosts(String... names) {
            hosts = List.of(names);
            return this;
        }

        public Builder tls(Tls given) {
            tls = given;
            return this;
        }

        public Builder observed() {
            mode = TargetMode.OBSERVE;
            return this;
        }

        public Builder ownerRole(String role) {
            ownerRole = new Identifier(role);
            return this;
        }

        public Builder password(SecretReference given) {
            reference = given;
            return this;
        }

        Builder username(String name) {
            username = name;
            return this;
        }

        Builder database(String name) {
            database = name;
            return this;
        }

        Builder port(int number) {
            port = number;
            return this;
        }

        public Target build() {
            SecretReference secret = reference == null ? secrets.own(database, password) : reference;
            return new Target(
                    "shop",
                    new TargetSettings(
                            new Endpoint(hosts, port, database),
                            new Login(username, secret, ownerRole),
                            tls,
                            List.of(),
                            Map.of(),
                            mode,
                            false),
                    Target.Origin.API,
                    "1");
        }
    }
}
