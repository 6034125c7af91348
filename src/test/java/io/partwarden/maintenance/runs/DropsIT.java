package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.maintenance.Archives;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.RetirementGuard;
import io.partwarden.sql.KnownTable;
import io.partwarden.sql.QualifiedName;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Which detached tables are dropped, and above all which are not. Everything is archived and may go unless a test says otherwise. */
@ServiceTest
@Import({MovedClock.class, MaintenanceBench.Parts.class, DropsIT.Keepers.class})
class DropsIT {

    private static final Duration DAY = Duration.ofDays(1);

    private final MaintenanceBench bench;
    private final Service service;
    private final Keepers keepers;
    private final String first;

    DropsIT(MaintenanceBench.Parts parts, Service service, Keepers keepers) {
        this.bench = parts.newTarget();
        this.service = service;
        this.keepers = keepers;
        this.first = bench.days("events", 0, 0).get(0);
    }

    /** Who is asked before anything goes. */
    @Component
    static final class Keepers implements Archives, RetirementGuard {

        private volatile boolean archived;
        private volatile boolean free;

        @Override
        public Optional<Archive> verified(ManagedName parent, QualifiedName partition, long oid) {
            return archived ? Optional.of(new Archive("a", Instant.EPOCH)) : Optional.empty();
        }

        @Override
        public Optional<Objection> objection(ManagedName table, KnownTable partition) {
            return free ? Optional.empty() : Optional.of(new Objection("in-demand", "Somebody still reads it."));
        }
    }

    @BeforeEach
    void everythingMayGo() {
        keepers.archived = true;
        keepers.free = true;
    }

    @Test
    void whatWasDetachedToStayStaysWhenThePolicyDropsLater() {
        detachFirst("\"action\":\"detach\"");
        bench.policy("events", keep("\"action\":\"drop\",\"grace\":\"P1D\""));

        bench.pass(DAY.multipliedBy(8));
        bench.pass(DAY.multipliedBy(8));

        assertThat(stands(first)).isTrue();
        assertThat(stands(bench.days("events", 3, 3).get(0))).isFalse();
        Answer shown = bench.client().post(bench.path("events") + "/maintenance?dry_run=true", null);
        assertThat(reasons(shown.json())).contains("detached-to-stay");
    }

    @Test
    void whatWasDetachedToStayStaysWhenThePolicyArchivesAndDropsLater() {
        detachFirst("\"action\":\"detach\"");
        bench.policy("events", keep("\"action\":\"archive_then_drop\",\"grace\":\"P1D\""));

        bench.pass(DAY.multipliedBy(8));
        bench.pass(DAY.multipliedBy(8));

        assertThat(stands(first)).isTrue();
        assertThat(stands(bench.days("events", 3, 3).get(0))).isFalse();
    }

    @Test
    void whatWasMovedAwayStaysWhenThePolicyDropsLater() {
        bench.database().execute("CREATE SCHEMA old");
        detachFirst("\"action\":\"move_to_schema\",\"schema\":\"old\"");
        bench.policy("events", keep("\"action\":\"drop\",\"grace\":\"P1D\""));

        bench.pass(DAY.multipliedBy(8));
        bench.pass(DAY.multipliedBy(8));

        assertThat(stands("old." + first)).isTrue();
    }

    @Test
    void whatADeletedPolicyDetachedIsNotItsSuccessors() {
        detachFirst("\"action\":\"drop\",\"grace\":\"P5D\"");
        service.metadata().execute("DELETE FROM partwarden.policy WHERE target = '" + bench.targetName() + "'");
        bench.pass(DAY);
        bench.policy("events", keep("\"action\":\"drop\",\"grace\":\"P1D\""));

        bench.pass(DAY.multipliedBy(8));
        bench.pass(DAY.multipliedBy(8));

        assertThat(stands(first)).isTrue();
    }

    @Test
    void theLaterOfBothGracesCounts() {
        detachFirst("\"action\":\"drop\",\"grace\":\"P5D\"");
        bench.policy("events", keep("\"action\":\"drop\",\"grace\":\"P1D\""));
        bench.pass(DAY.multipliedBy(3));
        assertThat(stands(first)).isTrue();
        bench.policy("events", keep("\"action\":\"drop\",\"grace\":\"P9D\""));
        bench.pass(DAY.multipliedBy(4));
        assertThat(stands(first)).isTrue();

        bench.pass(DAY.multipliedBy(3));

        assertThat(stands(first)).isFalse();
    }

    @Test
    void anArchiveAndTheGuardsAreAskedAgainBeforeTheDrop() {
        detachFirst("\"action\":\"archive_then_drop\",\"grace\":\"P1D\"");
        keepers.archived = false;
        bench.pass(DAY.multipliedBy(2));
        assertThat(stands(first)).isTrue();
        assertThat(reasons(bench.run("events", "retire"))).contains("no-verified-archive");
        keepers.archived = true;
        keepers.free = false;
        bench.pass(DAY);
        assertThat(stands(first)).isTrue();
        assertThat(reasons(bench.run("events", "retire"))).contains("in-demand");
        keepers.free = true;

        bench.pass(DAY);

        assertThat(stands(first)).isFalse();
    }

    @Test
    void oneRunDropsNoMoreThanItMay() {
        bench.table("events", "{\"interval\":\"P1D\",\"premake\":3,\"start\":\"" + bench.day(-31) + "\"}");
        bench.pass();
        bench.policy("events", keep("\"action\":\"drop\",\"grace\":\"P3D\",\"max_per_run\":50"));
        bench.pass(DAY);
        assertThat(bench.run("events", "retire").get("detached").size()).isGreaterThanOrEqualTo(30);
        bench.policy("events", keep("\"action\":\"drop\",\"grace\":\"P3D\",\"max_per_run\":5"));

        bench.pass(DAY.multipliedBy(4));

        assertThat(bench.run("events", "retire").get("dropped")).hasSize(5);
        assertThat(reasons(bench.run("events", "retire"))).contains("max-per-run");
    }

    @Test
    void aTokenThatIsCalledMaintenanceIsNobodySpecial() {
        bench.table("events", keep("\"action\":\"drop\",\"grace\":\"P1D\""));
        bench.pass();
        service.admin().delete("/api/v1/tokens/maintenance");
        Answer token = service.admin().post("/api/v1/tokens", Map.of("name", "maintenance", "role", "operator"));
        assertThat(token.status()).as(token.toString()).isEqualTo(201);
        Client namesake = service.bearer(token.json().get("token").asString());
        Answer detached = namesake.delete(bench.path("events") + "/partitions/" + first);
        assertThat(detached.status()).as(detached.toString()).isEqualTo(200);

        bench.pass(DAY.multipliedBy(8));
        bench.pass(DAY.multipliedBy(8));

        assertThat(stands(first)).isTrue();
        assertThat(bench.run("events", "retire").get("actor").asString()).isEqualTo("@maintenance");
        assertThat(service.admin()
                        .post("/api/v1/tokens", Map.of("name", "@maintenance", "role", "operator"))
                        .status())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void whatSomebodyAttachedAndDetachedInBetweenStays() {
        detachFirst("\"action\":\"drop\",\"grace\":\"P5D\"");
        bench.database()
                .execute(
                        "ALTER TABLE events ATTACH PARTITION " + first + " FOR VALUES FROM ('" + bench.day(0)
                                + " 00:00+00') TO ('" + bench.day(1) + " 00:00+00')",
                        "ALTER TABLE events DETACH PARTITION " + first);

        bench.pass(DAY.multipliedBy(8));

        assertThat(stands(first)).isTrue();
        assertThat(reasons(bench.run("events", "retire"))).contains("detached-table-changed");
    }

    @Test
    void whatAnotherDetachedAfterWeOnlyMeantToStays() {
        bench.table("events", keep("\"action\":\"drop\",\"grace\":\"P1D\""));
        bench.pass();
        service.metadata()
                .execute("INSERT INTO partwarden.partition_record (target, oid, parent_oid, schema_name, relation_name,"
                        + " detach_started_at, detached_by, drop_grace, drop_needs_archive) VALUES ('"
                        + bench.targetName() + "', " + oid(first) + ", " + oid("events") + ", 'public', '" + first
                        + "', '" + MovedClock.START + "', '@maintenance', 'P1D', false) ON CONFLICT (target, oid)"
                        + " DO UPDATE SET detach_started_at = excluded.detach_started_at,"
                        + " drop_grace = excluded.drop_grace, drop_needs_archive = false");
        bench.database().execute("ALTER TABLE events DETACH PARTITION " + first);

        bench.pass(DAY.multipliedBy(8));
        bench.pass(DAY.multipliedBy(8));

        assertThat(stands(first)).isTrue();
    }

    @Test
    void whatTheServerDoesByItselfIsNoChange() throws SQLException {
        detachFirst("\"action\":\"drop\",\"grace\":\"P5D\"");
        String before = xmin(first);
        try (Connection superuser = bench.database().connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("INSERT INTO public." + first + " VALUES (1, '" + bench.day(0) + " 12:00+00')");
            statement.execute("ANALYZE public." + first);
            statement.execute("VACUUM FREEZE public." + first);
            statement.execute("VACUUM FREEZE pg_catalog.pg_class");
        }
        assertThat(xmin(first)).isEqualTo(before);

        bench.pass(DAY.multipliedBy(8));

        assertThat(stands(first)).isFalse();
    }

    @Test
    void anotherOwnersRightsAreAChange() {
        detachFirst("\"action\":\"drop\",\"grace\":\"P5D\"");
        bench.database().execute("GRANT SELECT ON " + first + " TO PUBLIC");

        bench.pass(DAY.multipliedBy(8));

        assertThat(stands(first)).isTrue();
    }

    private void detachFirst(String retention) {
        bench.table("events", keep(retention));
        bench.pass();
        bench.pass(DAY.multipliedBy(3));
        assertThat(bench.partitions("events")).doesNotContain(first);
    }

    private boolean stands(String table) {
        return bench.database()
                .query("SELECT to_regclass('" + table + "') IS NOT NULL")
                .equals(List.of("t"));
    }

    private String oid(String table) {
        return bench.database()
                .query("SELECT '" + table + "'::regclass::oid::bigint")
                .get(0);
    }

    private String xmin(String table) {
        return bench.database()
                .query("SELECT xmin FROM pg_class WHERE relname = '" + table + "'")
                .get(0);
    }

    private static List<String> reasons(JsonNode run) {
        return run.get("skipped")
                .valueStream()
                .map(skip -> skip.get("reason").asString())
                .toList();
    }

    private static String keep(String retention) {
        return "{\"interval\":\"P1D\",\"premake\":3,\"retention\":{\"keep\":\"P2D\"," + retention + "}}";
    }
}
