package io.partwarden.maintenance.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Import, observe, take over and hand back; the other tool is played by statements. */
@ServiceTest
class KeepersIT {

    private static final String TABLES = "{\"tables\":[\"public.events\"]%s}";
    private static final String TABLE = "{\"table\":\"public.events\"}";
    private final int thisYear = Year.now(ZoneOffset.UTC).getValue();

    private final Service service;
    private final PartwardenHome home;

    KeepersIT(Service service, PartwardenHome home) {
        this.service = service;
        this.home = home;
    }

    @Test
    void aTableThatIsStillMaintainedIsNotOperated() {
        ImportBench bench = years(Map.of());

        Answer all = bench.client().post(bench.path(), null);
        Answer one = bench.client().post(bench.path(), TABLES.formatted(""));

        assertThat(all.status()).as(all.toString()).isEqualTo(409);
        assertThat(all.code()).isEqualTo("still-maintained");
        assertThat(one.code()).isEqualTo("still-maintained");
        assertThat(one.json().get("errors").get(0).get("field").asString()).isEqualTo("public.events");
        assertThat(one.json().get("errors").get(0).get("message").asString())
                .contains(
                        "UPDATE \"Part Man\".\"part_config\" SET automatic_maintenance = 'off' WHERE parent_table IN ('public.events');");
        assertThat(documents(bench)).isEmpty();
    }

    @Test
    void aTableThatIsSwitchedOffIsImportedAndLeftAloneAfterwards() {
        ImportBench bench = years(Map.of("automatic_maintenance", "'off'"));

        Answer stored = bench.client().post(bench.path(), TABLES.formatted(""));
        Answer again = bench.client().post(bench.path(), TABLES.formatted(""));
        bench.database().execute("UPDATE \"Part Man\".part_config SET premake = 7");
        Answer other = bench.client().post(bench.path(), TABLES.formatted(""));

        assertThat(stored.status()).as(stored.toString()).isEqualTo(200);
        assertThat(state(stored)).isEqualTo("stored");
        assertThat(state(again)).isEqualTo("unchanged");
        assertThat(other.code()).isEqualTo("has-other-policy");
        assertThat(document(bench).get("premake").asInt()).isEqualTo(4);
    }

    @Test
    void observingTellsWhatBothDoAndChangesNothing() {
        ImportBench bench = years(Map.of("premake", "2", "retention", "'1 year'"));

        Answer observed = bench.client().post(bench.path(), TABLES.formatted(",\"mode\":\"observe\""));
        bench.database()
                .execute(
                        partition(thisYear + 2),
                        "ALTER TABLE public.events DETACH PARTITION public.events_p" + (thisYear - 2) + "0101");
        JsonNode report = report(bench);

        assertThat(state(observed)).isEqualTo("observed");
        assertThat(document(bench).get("enabled").asBoolean()).isFalse();
        assertThat(report.get("policy_followed").asBoolean()).isFalse();
        assertThat(PartmanImportIT.names(report.get("made").get("theirs")))
                .containsExactly("events_p" + (thisYear + 2) + "0101");
        assertThat(report.get("made").get("ours")).isEqualTo(report.get("made").get("theirs"));
        assertThat(PartmanImportIT.names(report.get("retired").get("theirs")))
                .containsExactly("events_p" + (thisYear - 2) + "0101");
        assertThat(report.get("same").asBoolean()).isTrue();

        bench.database().execute(partition(thisYear + 3));
        assertThat(report(bench).get("same").asBoolean()).isFalse();
    }

    @Test
    void aTableIsTakenOverAndHandedBack() {
        ImportBench bench = years(Map.of());
        Answer early = bench.client().post(bench.path() + "/take-over", TABLE);
        bench.client().post(bench.path(), TABLES.formatted(",\"mode\":\"observe\""));

        Answer plan = bench.client().post(bench.path() + "/take-over?dry_run=true", TABLE);
        assertThat(maintenance(bench)).containsExactly("on");
        Answer taken = bench.client()
                .post(
                        bench.path() + "/take-over?plan_fingerprint="
                                + plan.json().get("fingerprint").asString(),
                        TABLE);

        assertThat(early.code()).isEqualTo("not-imported");
        assertThat(plan.json().get("steps").get(0).get("sql").asString())
                .isEqualTo("UPDATE \"Part Man\".\"part_config\" SET automatic_maintenance = 'off' WHERE parent_table IN"
                        + " ('public.events')");
        assertThat(taken.status()).as(taken.toString()).isEqualTo(200);
        assertThat(taken.json().get("keeper").asString()).isEqualTo("partwarden");
        assertThat(maintenance(bench)).containsExactly("off");
        assertThat(document(bench).get("enabled").asBoolean()).isTrue();

        Answer back = bench.client().post(bench.path() + "/hand-back", TABLE);

        assertThat(back.json().get("keeper").asString()).as(back.toString()).isEqualTo("pg_partman");
        assertThat(maintenance(bench)).containsExactly("on");
        assertThat(document(bench).get("enabled").asBoolean()).isFalse();
        assertThat(service.metadata()
                        .query("SELECT DISTINCT unnest(sql) FROM partwarden.audit WHERE target = '" + bench.target()
                                + "' AND action = 'keeper.take-over'"))
                .containsExactly(plan.json().get("steps").get(0).get("sql").asString());
    }

    @Test
    void whoMayNotSwitchItOffIsToldAndNothingIsFollowed() {
        ImportBench bench = years(Map.of());
        bench.client().post(bench.path(), TABLES.formatted(",\"mode\":\"observe\""));
        bench.database()
                .execute("REVOKE UPDATE ON \"Part Man\".part_config FROM "
                        + bench.database().username());

        Answer refused = bench.client().post(bench.path() + "/take-over", TABLE);

        assertThat(refused.code()).as(refused.toString()).isEqualTo("may-not-switch");
        assertThat(refused.json().get("detail").asString()).contains("Grant it UPDATE");
        assertThat(document(bench).get("enabled").asBoolean()).isFalse();
    }

    @Test
    void whereSwitchingOffFailsThePolicyIsAsItWas() {
        ImportBench bench = years(Map.of());
        bench.client().post(bench.path(), TABLES.formatted(",\"mode\":\"observe\""));
        bench.database()
                .execute(
                        "CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'",
                        "CREATE TRIGGER no BEFORE UPDATE ON \"Part Man\".part_config EXECUTE FUNCTION public.no()");

        Answer failed = bench.client().post(bench.path() + "/take-over", TABLE);

        assertThat(failed.status()).as(failed.toString()).isBetween(400, 503);
        assertThat(maintenance(bench)).containsExactly("on");
        assertThat(document(bench).get("enabled").asBoolean()).isFalse();
    }

    @Test
    void onlyWhatWasSwitchedOffIsSwitchedOnAgain() {
        ImportBench bench = years(Map.of());
        bench.database()
                .execute("CREATE TABLE public.sub (at timestamptz NOT NULL, id int NOT NULL) PARTITION BY RANGE (id)");
        bench.database()
                .execute("ALTER TABLE public.events ATTACH PARTITION public.sub FOR VALUES FROM ('1990-01-01') TO"
                        + " ('1991-01-01')");
        bench.row("public.sub", "id", "10", "range", Map.of("automatic_maintenance", "'off'"));
        bench.client().post(bench.path(), TABLES.formatted(",\"mode\":\"observe\""));

        bench.client().post(bench.path() + "/take-over", TABLE);
        bench.client().post(bench.path() + "/hand-back", TABLE);

        assertThat(maintenance(bench)).containsExactly("on", "off");
    }

    /** Of this year, two before it and the next one. */
    private ImportBench years(Map<String, String> more) {
        ImportBench bench = ImportBench.partman(service, home.home(), "pg_partman-5.sql", "5.2.4");
        bench.database()
                .execute(
                        "CREATE TABLE public.events (at timestamptz NOT NULL, id int NOT NULL) PARTITION BY RANGE (at)");
        for (int year = thisYear - 2; year <= thisYear + 1; year++) {
            bench.database().execute(partition(year));
        }
        Map<String, String> columns = new HashMap<>(more);
        columns.put("datetime_string", "'YYYYMMDD'");
        return bench.row("public.events", "at", "1 year", "range", columns);
    }

    private static String partition(int year) {
        return "CREATE TABLE public.events_p" + year + "0101 PARTITION OF public.events FOR VALUES FROM ('" + year
                + "-01-01 00:00+00') TO ('" + (year + 1) + "-01-01 00:00+00')";
    }

    private static List<String> maintenance(ImportBench bench) {
        return bench.database()
                .query("SELECT automatic_maintenance FROM \"Part Man\".part_config ORDER BY parent_table");
    }

    private static JsonNode report(ImportBench bench) {
        return bench.client().get(bench.path() + "/report").json().get("tables").get(0);
    }

    private static String state(Answer answer) {
        return answer.json().get("tables").get(0).get("state").asString();
    }

    private JsonNode document(ImportBench bench) {
        return JsonMapper.builder().build().readTree(documents(bench).get(0));
    }

    private List<String> documents(ImportBench bench) {
        return service.metadata()
                .query("SELECT document FROM partwarden.policy WHERE target = '" + bench.target() + "'");
    }
}
