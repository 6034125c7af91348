package io.partwarden.maintenance.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What go_partman has on record becomes policies; its defects do not come along. */
@ServiceTest
class GoPartmanImportIT {

    private final Service service;
    private final PartwardenHome home;

    GoPartmanImportIT(Service service, PartwardenHome home) {
        this.service = service;
        this.home = home;
    }

    @Test
    void itsCountIncludesTheCurrentPeriodAndItsTenantsAreListed() {
        ImportBench bench = registry();
        bench.database()
                .execute(
                        "CREATE TABLE public.samples (tenant_id text NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE"
                                + " (tenant_id, at)",
                        "CREATE TABLE public.samples_a_20260310 PARTITION OF public.samples FOR VALUES FROM ('a', '2026-03-10"
                                + " 00:00+00') TO ('a', '2026-03-11 00:00+00')",
                        "INSERT INTO partman.parent_tables VALUES ('1', 'public', 'samples', 'tenant_id', 'at', 'range',"
                                + " '24h0m0s', 10, '720h0m0s')",
                        "INSERT INTO partman.tenants VALUES ('a', '1'), ('B''; --', '1')");

        JsonNode table = look(bench).get(0);

        assertThat(table.get("state").asString()).as(table.toString()).isEqualTo("proposed");
        assertThat(table.get("policy").get("interval").asString()).isEqualTo("P1D");
        assertThat(table.get("policy").get("premake").asInt()).isEqualTo(9);
        assertThat(table.get("policy").get("tenants").asBoolean()).isTrue();
        assertThat(table.get("policy").get("name_template").asString()).isEqualTo("{table}_{tenant}_{from:yyyyMMdd}");
        assertThat(table.get("policy").get("retention").toString())
                .isEqualTo("{\"keep\":\"P30D\",\"action\":\"drop\",\"grace\":\"P7D\"}");
        assertThat(table.get("tenants").toString()).isEqualTo("[\"B'; --\",\"a\"]");
        assertThat(table.get("upkeep").get("maintained_by_itself").isNull()).isTrue();
    }

    @Test
    void tablesWithoutTenantsAndWithInfiniteBoundsAreStored() {
        ImportBench bench = registry();
        bench.database()
                .execute(
                        "CREATE TABLE public.\"User Logs\" (at timestamptz NOT NULL) PARTITION BY RANGE (at)",
                        "CREATE TABLE public.old PARTITION OF public.\"User Logs\" FOR VALUES FROM (MINVALUE) TO ('2026-01-01"
                                + " 00:00+00')",
                        "INSERT INTO partman.parent_tables VALUES ('1', 'public', 'User Logs', '', 'at', 'range', '1h0m0s', 1,"
                                + " '24h0m0s'), ('2', 'public', 'gone', '', 'at', 'range', '24h0m0s', 10, '24h0m0s')");

        Answer stored = bench.client().post(path(bench), "{\"mode\":\"observe\"}");
        Answer named = bench.client().post(path(bench), "{\"tables\":[\"public.gone\"]}");
        Answer unknown = bench.client().post(path(bench), "{\"tables\":[\"public.never\"]}");

        JsonNode tables = stored.json().get("tables");
        assertThat(stored.status()).as(stored.toString()).isEqualTo(200);
        assertThat(tables.get(0).get("state").asString()).isEqualTo("observed");
        assertThat(tables.get(0).get("policy").get("interval").asString()).isEqualTo("PT1H");
        assertThat(tables.get(0).get("policy").get("premake").asInt()).isZero();
        assertThat(tables.get(0).get("differences").get(0).get("code").asString())
                .isEqualTo("only-days");
        assertThat(tables.get(1).get("state").asString()).isEqualTo("refused");
        assertThat(named.code()).isEqualTo("not-importable");
        assertThat(unknown.code()).isEqualTo("not-in-import-source");
    }

    @Test
    void withoutItsRegistryThereIsNothingToImport() {
        ImportBench bench = ImportBench.empty(service, home.home());

        assertThat(bench.client().post(path(bench) + "?dry_run=true", null).code())
                .isEqualTo("import-source-missing");
    }

    private ImportBench registry() {
        ImportBench bench = ImportBench.empty(service, home.home());
        bench.database().execute(ImportBench.resource("go_partman.sql"));
        return bench;
    }

    private static JsonNode look(ImportBench bench) {
        Answer answer = bench.client().post(path(bench) + "?dry_run=true", null);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json().get("tables");
    }

    private static String path(ImportBench bench) {
        return "/api/v1/targets/" + bench.target() + "/import/go_partman";
    }
}
