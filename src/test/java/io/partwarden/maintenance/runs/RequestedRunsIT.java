package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.jobs.Claim;
import io.partwarden.jobs.Claims;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import io.partwarden.testing.TestClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

@ServiceTest
@Import({MovedClock.class, MaintenanceBench.Parts.class})
class RequestedRunsIT {

    private static final String TEN_DAYS = "{\"interval\":\"P1D\",\"premake\":3,\"retention\":{\"keep\":\"P10D\"}}";

    private final MaintenanceBench bench;
    private final Service service;
    private final Claims claims;
    private final TestClock clock;

    RequestedRunsIT(MaintenanceBench.Parts parts, Service service, Claims claims, TestClock clock) {
        this.bench = parts.newTarget();
        this.service = service;
        this.claims = claims;
        this.clock = clock;
    }

    @Test
    void aRunAnswersWithItsRecordWhichIsThereAfterwards() {
        bench.table("events", TEN_DAYS);

        Answer run = post("");

        assertThat(run.status()).as(run.toString()).isEqualTo(200);
        assertThat(run.json().get("job").asString()).isEqualTo("both");
        assertThat(run.json().get("created")).hasSize(4);
        assertThat(bench.client()
                        .get(bench.path("events") + "/maintenance/runs/"
                                + run.json().get("id").asString())
                        .json())
                .isEqualTo(run.json());
        clock.pass(Duration.ofSeconds(1));
        assertThat(post("").json().get("outcome").asString()).isEqualTo("nothing");
        JsonNode first = bench.client()
                .get(bench.path("events") + "/maintenance/runs?limit=1")
                .json();
        Answer second = bench.client()
                .get(bench.path("events") + "/maintenance/runs?cursor="
                        + first.get("next").asString());
        assertThat(second.json().get("items")).containsExactly(run.json());
    }

    @Test
    void aDryRunTellsWhatARunInAYearWouldDo() {
        bench.table("events", TEN_DAYS);
        bench.pass();
        String inAYear = clock.instant().plus(Duration.ofDays(365)).toString();

        Answer shown = post("?dry_run=true&now=" + inAYear);

        assertThat(shown.status()).as(shown.toString()).isEqualTo(200);
        assertThat(shown.json().get("now").asString()).isEqualTo(inAYear);
        assertThat(shown.json().get("planned").get("create")).hasSize(14);
        assertThat(shown.json().get("planned").get("retire")).hasSize(2);
        assertThat(shown.json().get("steps").toString())
                .contains("ATTACH PARTITION")
                .contains("DETACH PARTITION");
        assertThat(bench.partitions("events")).hasSize(4);
        assertThat(bench.runs("events")).hasSize(1);
        Answer script = bench.client()
                .with("Accept", "application/sql")
                .post(bench.path("events") + "/maintenance?dry_run=true&now=" + inAYear, null);
        assertThat(script.body()).contains("ATTACH PARTITION").contains("COMMIT;");
    }

    @Test
    void whatWasShownRunsOrNothing() {
        bench.table("events", TEN_DAYS);
        String fingerprint = post("?dry_run=true").json().get("fingerprint").asString();
        bench.database()
                .execute("CREATE TABLE odd PARTITION OF events FOR VALUES FROM ('2090-01-01') TO ('2091-01-01')");

        Answer stale = post("?plan_fingerprint=" + fingerprint);

        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.code()).isEqualTo("stale-plan");
        assertThat(bench.partitions("events")).containsExactly("odd");
        fingerprint = post("?dry_run=true").json().get("fingerprint").asString();
        assertThat(post("?plan_fingerprint=" + fingerprint).json().get("created"))
                .hasSize(4);
    }

    @Test
    void aTableThatSomebodyWorksOnIsLeftToThem() {
        bench.table("events", TEN_DAYS);
        String subject = "maintenance/" + bench.targetName() + "/public.events";
        try (Claim other = claims.tryClaim(subject).orElseThrow()) {
            Answer refused = post("");
            bench.pass();

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("maintenance-under-way");
            assertThat(bench.partitions("events")).isEmpty();
            assertThat(other.isHeld()).isTrue();
        }
        bench.pass();
        assertThat(bench.partitions("events")).hasSize(4);
    }

    @Test
    void whatIsPausedIsLeftAloneAndCanBeShown() {
        bench.table("events", TEN_DAYS);
        service.metadata()
                .execute("UPDATE partwarden.policy SET paused = true WHERE target = '" + bench.targetName() + "'");

        bench.pass();
        Answer refused = post("");

        assertThat(bench.partitions("events")).isEmpty();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("reason").asString()).isEqualTo("table-paused");
        assertThat(post("?dry_run=true").json().get("planned").get("create")).hasSize(4);
    }

    @Test
    void aViewerMayLookAndNotRun() {
        bench.table("events", TEN_DAYS);

        assertThat(service.newToken("viewer", Map.of())
                        .post(bench.path("events") + "/maintenance", null)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void eachChangeIsInTheAuditTrailUnderWhoAskedForIt() {
        bench.table("events", TEN_DAYS);
        Answer run = post("");

        JsonNode entries = service.admin()
                .get("/api/v1/audit?target=" + bench.targetName() + "&table=public.events")
                .json()
                .get("items");

        assertThat(entries.valueStream()
                        .map(entry -> entry.get("action").asString() + " "
                                + entry.get("actor")
                                        .asString()
                                        .equals(run.json().get("actor").asString()))
                        .toList())
                .contains("maintenance.create true", "maintenance.run true", "maintenance.analyze true");
    }

    private Answer post(String query) {
        return bench.client().post(bench.path("events") + "/maintenance" + query, null);
    }
}
