package io.partwarden.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@ServiceTest
class PartitionsIT {

    private final Service service;
    private final TableBench bench;

    PartitionsIT(Service service, PartwardenHome home) {
        this.service = service;
        this.bench = TableBench.on(service, home.home(), PostgresServer.latest().newDatabase());
        bench.database()
                .execute(
                        "CREATE TABLE events (id bigint, at timestamptz NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)");
    }

    @Test
    void createsShowsAndListsAPartition() {
        Answer made = create("{\"name\":\"jan\",\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-02-01\"}}");

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.json().get("bounds").toString())
                .isEqualTo("{\"from\":[\"2026-01-01 00:00:00+00\"],\"to\":[\"2026-02-01 00:00:00+00\"]}");
        assertThat(made.json().get("state").asString()).isEqualTo("attached");
        assertThat(made.json().get("created_at").isNull()).isFalse();
        Answer shown = bench.client().get(made.header("Location"));
        assertThat(shown.json().get("name").asString()).isEqualTo("jan");
        assertThat(bench.client().get(bench.partitions("events") + "/jan").json())
                .isEqualTo(shown.json());
        assertThat(bench.client()
                        .get(bench.partitions("events"))
                        .json()
                        .get("items")
                        .get(0))
                .isEqualTo(shown.json());
    }

    @Test
    void whatIsShownIsWhatRunsAndWhatIsOnRecord() {
        String body = "{\"name\":\"feb\",\"range\":{\"from\":\"2026-02-01\",\"to\":\"2026-03-01\"}}";
        Answer preview = bench.client().post(bench.partitions("events") + "?dry_run=true", body);
        assertThat(preview.status()).as(preview.toString()).isEqualTo(200);
        List<String> shown = new ArrayList<>();
        preview.json().get("steps").forEach(step -> shown.add(step.get("sql").asString()));
        assertThat(bench.database().query("SELECT count(*) FROM pg_class WHERE relname = 'feb'"))
                .containsExactly("0");

        Answer made = bench.client()
                .post(
                        bench.partitions("events") + "?plan_fingerprint="
                                + preview.json().get("fingerprint").asString(),
                        body);

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(service.metadata()
                        .query("SELECT array_to_string(sql, E'\\n') FROM partwarden.audit WHERE outcome = 'succeeded'"
                                + " AND action = 'partition.create' AND object = 'public.feb'"))
                .containsExactly(String.join("\n", shown));
    }

    @Test
    void aPlanThatWasShownForAnotherTableStateIsStale() {
        String body = "{\"name\":\"mar\",\"range\":{\"from\":\"2026-03-01\",\"to\":\"2026-04-01\"}}";
        String fingerprint = bench.client()
                .post(bench.partitions("events") + "?dry_run=true", body)
                .json()
                .get("fingerprint")
                .asString();
        bench.database()
                .execute("CREATE TABLE other PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')");

        Answer refused = bench.client().post(bench.partitions("events") + "?plan_fingerprint=" + fingerprint, body);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("stale-plan");
    }

    @Test
    void thePreviewCanBeHadAsAScript() {
        Answer script = bench.client()
                .with("Accept", "application/sql")
                .post(
                        bench.partitions("events") + "?dry_run=true",
                        "{\"name\":\"apr\",\"range\":{\"from\":\"2026-04-01\",\"to\":\"2026-05-01\"}}");

        assertThat(script.status()).isEqualTo(200);
        assertThat(script.header("Content-Type")).startsWith("application/sql");
        assertThat(script.body())
                .contains("ATTACH PARTITION \"public\".\"apr\"")
                .contains("COMMIT;");
        Answer refused = bench.client()
                .with("Accept", "application/sql")
                .post(bench.partitions("events"), "{\"range\":{\"from\":\"2026-04-01\",\"to\":\"2026-05-01\"}}");
        assertThat(refused.status()).isEqualTo(406);
    }

    @Test
    void makesManyAndGoesOnWithWhatIsMissing() {
        create("{\"name\":\"there\",\"range\":{\"from\":\"2026-01-02\",\"to\":\"2026-01-03\"}}");

        Answer made = create("{\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-01-04\",\"every\":\"P1D\"}}");

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.json().get("items")).hasSize(3);
        assertThat(made.json().get("items").get(1).get("name").asString()).isEqualTo("there");
        assertThat(made.json().get("warnings").get(0).get("code").asString()).isEqualTo("already-exists");
        assertThat(create("{\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-01-04\",\"every\":\"P1D\"}}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"range":{"from":"2026-02-01","to":"2026-01-01"}}                 | 400 | invalid-request | range.from
            {"range":{"from":"yesterdayish","to":"2026-01-01"}}               | 400 | invalid-request | range.from
            {"range":{"from":["2026-01-01",1],"to":["2026-02-01",2]}}         | 400 | invalid-request | range.from
            {"list":{"values":["2026-01-01"]}}                                | 400 | invalid-request | list
            {"hash":{"modulus":2,"remainder":0}}                              | 400 | invalid-request | hash
            {"range":{"from":"2026-01-01","to":"2026-02-01","every":"P9D"}}   | 400 | invalid-request | range.to
            {"range":{"from":"2026-01-01","to":"2026-02-01"},"nmae":"x"}      | 400 | invalid-request | nmae
            {"name":"events","range":{"from":"2026-01-01","to":"2026-02-01"}} | 409 | name-taken      |
            """)
    void refusesBeforeAnythingIsTouched(String body, int status, String code, String field) {
        Answer refused = create(body);

        assertThat(refused.status()).as(refused.toString()).isEqualTo(status);
        assertThat(refused.code()).isEqualTo(code);
        if (field != null) {
            assertThat(refused.json().get("errors").get(0).get("field").asString())
                    .isEqualTo(field);
        }
        assertThat(bench.database().query("SELECT count(*) FROM pg_inherits WHERE inhparent = 'events'::regclass"))
                .containsExactly("0");
    }

    @Test
    void anOverlapNamesTheOtherPartition() {
        create("{\"name\":\"q1\",\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-04-01\"}}");

        Answer overlap = create("{\"range\":{\"from\":\"2026-03-01\",\"to\":\"2026-05-01\"}}");
        Answer again = create("{\"name\":\"x\",\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-04-01\"}}");

        assertThat(overlap.code()).isEqualTo("overlap");
        assertThat(overlap.json().get("partition").get("name").asString()).isEqualTo("q1");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("already-exists");
        assertThat(again.json().get("partition").get("name").asString()).isEqualTo("q1");
    }

    @Test
    void rowsInTheDefaultPartitionStandInTheWay() {
        assertThat(create("{\"name\":\"rest\",\"default\":true}").status()).isEqualTo(201);
        bench.database().execute("INSERT INTO events VALUES (1, '2026-01-15')");

        Answer refused = create("{\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-02-01\"}}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("default-holds-rows");
        assertThat(refused.json().get("partition").get("name").asString()).isEqualTo("rest");
        assertThat(create("{\"range\":{\"from\":\"2026-02-01\",\"to\":\"2026-03-01\"}}")
                        .status())
                .isEqualTo(201);
        JsonNode coverage =
                bench.client().get(bench.table("events") + "/coverage").json();
        assertThat(coverage.get("default_rows").asLong()).isEqualTo(1);
    }

    @Test
    void aMissingTableIsNotFound() {
        assertThat(bench.client()
                        .post(bench.partitions("nowhere"), "{\"default\":true}")
                        .code())
                .isEqualTo("table-not-found");
        bench.database().execute("CREATE TABLE plain (k int)");
        assertThat(bench.client()
                        .post(bench.partitions("plain"), "{\"default\":true}")
                        .code())
                .isEqualTo("not-partitioned");
        assertThat(bench.client().get(bench.partitions("events") + "/nothing").code())
                .isEqualTo("partition-not-found");
        assertThat(bench.client().get("/api/v1/partitions/YTox").status()).isEqualTo(404);
    }

    @Test
    void detachesAndThenDrops() {
        create("{\"name\":\"old\",\"range\":{\"from\":\"2020-01-01\",\"to\":\"2021-01-01\"}}");
        bench.database().execute("INSERT INTO events VALUES (1, '2020-05-05')");

        Answer detached = bench.client().delete(bench.partitions("events") + "/old");

        assertThat(detached.status()).as(detached.toString()).isEqualTo(200);
        assertThat(detached.json().get("state").asString()).isEqualTo("detached");
        assertThat(bench.database().query("SELECT count(*) FROM old")).containsExactly("1");
        assertThat(bench.client()
                        .get(bench.table("events") + "/coverage")
                        .json()
                        .get("orphans")
                        .get(0)
                        .get("name")
                        .asString())
                .isEqualTo("old");
        Answer unconfirmed = bench.client().delete(bench.partitions("events") + "/old?mode=drop");
        assertThat(unconfirmed.status()).isEqualTo(422);
        assertThat(unconfirmed.code()).isEqualTo("confirm-needed");
        Answer dropped = bench.client().delete(bench.partitions("events") + "/old?mode=drop&confirm=old");
        assertThat(dropped.status()).as(dropped.toString()).isEqualTo(200);
        assertThat(dropped.json().get("state").asString()).isEqualTo("dropped");
        assertThat(bench.database().query("SELECT to_regclass('public.old')")).containsExactly("null");
    }

    @Test
    void dropsAnAttachedPartitionByItsId() {
        String place = create("{\"name\":\"a;b/c%\",\"range\":{\"from\":\"2020-01-01\",\"to\":\"2021-01-01\"}}")
                .header("Location");

        Answer dropped = bench.client().delete(place + "?mode=drop&confirm=" + TableBench.encoded("a;b/c%"));

        assertThat(dropped.status()).as(dropped.toString()).isEqualTo(200);
        assertThat(bench.client().get(place).status()).isEqualTo(404);
    }

    @Test
    void dependentsAreListedAndNothingIsDroppedByCascade() {
        create("{\"name\":\"seen\",\"range\":{\"from\":\"2020-01-01\",\"to\":\"2021-01-01\"}}");
        bench.database().execute("CREATE VIEW looking AS SELECT id FROM seen");

        Answer refused = bench.client().delete(bench.partitions("events") + "/seen?mode=drop&confirm=seen");

        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("has-dependents");
        assertThat(refused.json().get("dependents").toString()).contains("looking");
        assertThat(bench.database().query("SELECT relispartition FROM pg_class WHERE oid = 'public.seen'::regclass"))
                .containsExactly("t");
    }

    @Test
    void aRetryWithItsKeyIsAnsweredByWhatIsThere() {
        String body = "{\"name\":\"once\",\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-02-01\"}}";
        create(body);

        Answer retried = bench.client()
                .with("Idempotency-Key", Service.uniqueName("key"))
                .post(bench.partitions("events"), body);

        assertThat(retried.status()).as(retried.toString()).isEqualTo(200);
        assertThat(retried.json().get("name").asString()).isEqualTo("once");
    }

    @Test
    void coverageShowsTheGaps() {
        create("{\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-02-01\"}}");
        create("{\"range\":{\"from\":\"2026-03-01\",\"to\":\"2026-04-01\"}}");

        JsonNode coverage =
                bench.client().get(bench.table("events") + "/coverage").json();

        assertThat(coverage.get("covered_from").asString()).isEqualTo("2026-01-01 00:00:00+00");
        assertThat(coverage.get("covered_until").asString()).isEqualTo("2026-04-01 00:00:00+00");
        assertThat(coverage.get("gaps").toString())
                .isEqualTo("[{\"from\":[\"2026-02-01 00:00:00+00\"],\"to\":[\"2026-03-01 00:00:00+00\"]}]");
        assertThat(coverage.get("default_rows").isNull()).isTrue();
    }

    @Test
    void pagesKeepTheOrderOfBounds() {
        create("{\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-01-06\",\"every\":\"P1D\"}}");
        List<String> names = new ArrayList<>();
        String path = bench.partitions("events") + "?limit=2";
        JsonNode page = bench.client().get(path).json();
        page.get("items").forEach(item -> names.add(item.get("name").asString()));
        while (!page.get("next").isNull()) {
            page = bench.client()
                    .get(path + "&cursor=" + page.get("next").asString())
                    .json();
            page.get("items").forEach(item -> names.add(item.get("name").asString()));
        }

        assertThat(names).hasSize(5).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void viewersOnlyLook() {
        var viewer = service.newToken("viewer", Map.of());

        assertThat(viewer.get(bench.partitions("events")).status()).isEqualTo(200);
        assertThat(viewer.post(bench.partitions("events"), "{\"default\":true}").status())
                .isEqualTo(403);
        var elsewhere = service.newToken("operator", Map.of("targets", List.of("another")));
        assertThat(elsewhere.get(bench.partitions("events")).status()).isEqualTo(403);
        assertThat(elsewhere
                        .post(bench.partitions("events"), "{\"default\":true}")
                        .status())
                .isEqualTo(403);
        assertThat(service.metadata()
                        .query("SELECT target FROM partwarden.audit WHERE outcome = 'refused' AND action ="
                                + " 'partition.create' AND target = '" + bench.target() + "'"))
                .containsExactly(bench.target());
    }

    private Answer create(String body) {
        return bench.client().post(bench.partitions("events"), body);
    }
}
