package io.partwarden.targets;

import io.partwarden.security.HostName;
import io.partwarden.targets.TargetReport.Finding;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a server says about itself and about the login, and what of it is wrong or unwise. */
record ServerFacts(
        TargetReport.Server server, int versionNumber, String product, boolean encrypted, Instant time, int backend) {

    private static final int OLDEST = 14;
    private static final int NEWEST = 18;
    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(5);

    private static final String FACTS = """
            SELECT pg_catalog.current_setting('server_version') AS version,
                   pg_catalog.current_setting('server_version_num')::int AS version_number,
                   pg_catalog.version() AS product,
                   (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = session_user) AS is_superuser,
                   pg_catalog.pg_is_in_recovery() AS is_replica,
                   pg_catalog.pg_has_role(session_user, 'pg_read_all_stats', 'USAGE') AS can_see_blockers,
                   coalesce((SELECT s.ssl FROM pg_catalog.pg_stat_ssl s WHERE s.pid = pg_catalog.pg_backend_pid()), false)
                       AS encrypted,
                   pg_catalog.clock_timestamp() AS time,
                   pg_catalog.pg_backend_pid() AS backend,
                   ARRAY(SELECT r.rolname::text FROM pg_catalog.pg_roles r WHERE r.rolname = ANY (:marks)
                         UNION ALL
                         SELECT p.proname::text FROM pg_catalog.pg_proc p
                         WHERE p.proname = 'aurora_version' AND p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace)
                       AS marks
            """;

    static ServerFacts read(JdbcClient jdbc) {
        return jdbc.sql(FACTS)
                .param("marks", ServerFlavor.marks().toArray(String[]::new))
                .query((row, number) -> of(row))
                .single();
    }

    private static ServerFacts of(ResultSet row) throws SQLException {
        Array marks = row.getArray("marks");
        TargetReport.Server server = new TargetReport.Server(
                row.getString("version"),
                ServerFlavor.of(Set.of((String[]) marks.getArray())),
                row.getBoolean("is_superuser"),
                row.getBoolean("is_replica"),
                row.getBoolean("can_see_blockers"));
        return new ServerFacts(
                server,
                row.getInt("version_number"),
                row.getString("product"),
                row.getBoolean("encrypted"),
                row.getObject("time", OffsetDateTime.class).toInstant(),
                row.getInt("backend"));
    }

    List<Finding> findings(Target target, Instant askedAt, Instant answeredAt) {
        List<Finding> findings = new ArrayList<>();
        versionFindings(findings);
        roleFindings(target, findings);
        if (!encrypted && !isLocal(target)) {
            findings.add(new Finding(
                    "not-encrypted",
                    "The connection crosses a network without TLS.",
                    "Turn ssl on in the server and set ssl_mode to verify-full."));
        }
        if (time.isBefore(askedAt.minus(TOLERATED_SKEW)) || time.isAfter(answeredAt.plus(TOLERATED_SKEW))) {
            findings.add(new Finding(
                    "clock-skew",
                    "The server's clock and ours differ by more than " + TOLERATED_SKEW.toSeconds() + " seconds.",
                    "Set both by NTP: what is due is told by the clock."));
        }
        return findings;
    }

    private void versionFindings(List<Finding> findings) {
        int major = versionNumber / 10_000;
        if (!product.startsWith("PostgreSQL ")) {
            findings.add(new Finding(
                    "not-postgresql",
                    "The server is compatible with PostgreSQL but says that it is something else.",
                    "Locks and catalogs may differ from what is known here: only observe it."));
        } else if (major < OLDEST) {
            findings.add(new Finding(
                    "server-too-old",
                    "PostgreSQL " + major + " cannot detach partitions concurrently and is not supported.",
                    "Upgrade the server to " + OLDEST + " or later."));
        } else if (major > NEWEST) {
            findings.add(new Finding(
                    "server-too-new",
                    "PostgreSQL " + major + " is newer than what this release was tested with.",
                    "Look for a newer release, and observe the target until then."));
        }
    }

    private void roleFindings(Target target, List<Finding> findings) {
        if (server.isSuperuser()) {
            findings.add(new Finding(
                    "superuser",
                    "The login is a superuser: nothing on the server is safe from a mistake.",
                    "Make a role of its own with docs/grants/operate.sql, or observe.sql, and use that."));
        }
        if (server.isReplica()) {
            findings.add(new Finding(
                    "replica",
                    "The server is a standby and takes no changes.",
                    "Give the primary, or all members as hosts, or set the mode to observe."));
        }
        if (!server.canSeeBlockers()) {
            findings.add(new Finding(
                    "cannot-see-blockers",
                    "The login does not see what other sessions do, so a blocker's age and query stay unknown.",
                    "GRANT pg_monitor TO the login '"
                            + target.settings().login().username() + "'."));
        }
    }

    private static boolean isLocal(Target target) {
        return target.settings().endpoint().hosts().stream()
                .allMatch(host ->
                        HostName.parse(host).filter(HostName::isLoopback).isPresent());
    }
}
