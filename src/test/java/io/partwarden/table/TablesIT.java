package io.partwarden.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.GoldenPlans;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ServiceTest
class TablesIT {

    private static final String EVENTS = """
            {"table": "events",
             "columns": [{"name": "id", "type": "bigint", "identity": "always"},
                         {"name": "at", "type": "timestamptz", "nullable": false, "default": "now()"},
                         {"name": "amount", "type": "numeric(10,2)", "default": 0},
                         {"name": "tags", "type": "text[]"}],
             "primary_key": ["id", "at"],
             "partition_by": {"strategy": "range", "columns": ["at"]},
             "indexes": [{"columns": ["amount"]}]%s}
            """;

    private final Service service;
    private final PartwardenHome home;
    private final TableBench bench;

    TablesIT(Service service, PartwardenHome home) {
        this.service = service;
        this.home = home;
        this.bench = TableBench.on(service, home.home(), PostgresServer.latest().newDatabase());
    }

    @Test
    void definesATableAndShowsIt() {
        Answer made = define(EVENTS.formatted(""));

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        JsonNode shown = bench.client().get(made.header("Location")).json();
        assertThat(shown.get("strategy").asString()).isEqualTo("range");
        assertThat(shown.get("definition").get("primary_key").toString()).isEqualTo("[\"id\",\"at\"]");
        assertThat(shown.get("definition").get("columns").get(2).get("type").asString())
                .isEqualTo("numeric(10,2)");
        assertThat(shown.get("partitions_count").asInt()).isZero();
        assertThat(bench.client().get(bench.table("events")).json()).isEqualTo(shown);
        assertThat(bench.client().get(bench.tables()).json().get("items").get(0).get("id"))
                .isEqualTo(shown.get("id"));
    }

    @Test
    void anEqualTableIsSuccessOnlyWhereAskedFor() {
        define(EVENTS.formatted(""));

        assertThat(define(EVENTS.formatted("")).code()).isEqualTo("already-exists");
        Answer equal = define(EVENTS.formatted(", \"if_exists\": \"ok\""));
        assertThat(equal.status()).as(equal.toString()).isEqualTo(200);
        Answer differs = define(EVENTS.formatted(", \"if_exists\": \"ok\"").replace("numeric(10,2)", "numeric(12,2)"));
        assertThat(differs.status()).isEqualTo(409);
        assertThat(differs.code()).isEqualTo("definition-differs");
        assertThat(differs.json().get("differences").get(0).get("field").asString())
                .isEqualTo("columns[2].type");
    }

    @Test
    void theDdlMakesAnEqualTable() {
        define(EVENTS.formatted(""));
        bench.client().post(bench.partitions("events"), "{\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-02-01\"}}");
        Answer ddl = bench.client().get(bench.table("events") + "/ddl");
        assertThat(ddl.status()).as(ddl.toString()).isEqualTo(200);
        TableBench other =
                TableBench.on(service, home.home(), PostgresServer.latest().newDatabase());

        GoldenPlans.executeScript(ddl.body(), other.database());

        assertThat(other.client().get(other.table("events")).json().get("definition"))
                .isEqualTo(bench.client().get(bench.table("events")).json().get("definition"));
        assertThat(other.client().get(other.table("events") + "/ddl").body()).isEqualTo(ddl.body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"strategy":"hash","columns":["nothing"]}    | partition_by.columns[0]
            {"strategy":"hash","columns":["tags"]}       | partition_by.columns[0]
            {"strategy":"list","columns":["id","at"]}    | partition_by.columns
            """)
    void theNextLevelsKeyMustFitTheTable(String key, String field) {
        define(EVENTS.formatted(""));

        Answer refused = bench.client()
                .post(
                        bench.partitions("events"),
                        "{\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-02-01\"},\"partition_by\":" + key + "}");

        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.json().get("errors").get(0).get("field").asString()).isEqualTo(field);
    }

    @Test
    void schemasThatTheSettingsLeaveOutDoNotExist() {
        bench.database().execute("CREATE SCHEMA other", "CREATE TABLE other.there (k int) PARTITION BY RANGE (k)");
        assertThat(service.admin()
                        .with("Content-Type", "application/merge-patch+json")
                        .with(
                                "If-Match",
                                service.admin()
                                        .get("/api/v1/targets/" + bench.target())
                                        .header("ETag"))
                        .patch("/api/v1/targets/" + bench.target(), "{\"schemas\":[\"public\"]}")
                        .status())
                .isEqualTo(200);
        String elsewhere = EVENTS.formatted(", \"if_exists\": \"ok\", \"schema\": \"other\"");

        Answer made = define(elsewhere);
        Answer existing = define(elsewhere.replace("\"events\"", "\"there\""));

        assertThat(made.code()).as(made.toString()).isEqualTo("schema-not-found");
        assertThat(existing.code()).as(existing.toString()).isEqualTo("schema-not-found");
        assertThat(bench.database().query("SELECT to_regclass('other.events')")).containsExactly("null");
        assertThat(bench.client().get(bench.table("other", "there") + "/ddl").code())
                .isEqualTo("table-not-found");
        bench.database().execute("CREATE TABLE other.plain (k int)");
        assertThat(bench.client()
                        .get(bench.table("other", "plain") + "/partitions")
                        .code())
                .isEqualTo("table-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hw", "AB8A", "YR8"})
    void aCursorThatNamesNoTableIsNotOurs(String cursor) {
        Answer refused = bench.client().get(bench.tables() + "?cursor=" + cursor);

        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.json().get("errors").get(0).get("field").asString()).isEqualTo("cursor");
    }

    @Test
    void aKeyThatTakesNoMomentOfTodayHasACoverage() {
        bench.database()
                .execute(
                        "CREATE DOMAIN old_day AS date CHECK (VALUE < '2020-01-01')",
                        "CREATE TABLE old (k old_day) PARTITION BY RANGE (k)",
                        "CREATE TABLE old_19 PARTITION OF old FOR VALUES FROM ('2019-01-01') TO ('2019-02-01')");

        Answer coverage = bench.client().get(bench.table("old") + "/coverage");

        assertThat(coverage.status()).as(coverage.toString()).isEqualTo(200);
        assertThat(coverage.json().get("covered_until").asString()).isEqualTo("2019-02-01");
        assertThat(coverage.json().get("writes_safe_until").isNull()).isTrue();
    }

    @Test
    void previewsTheDefinition() {
        Answer preview = bench.client().post(bench.tables() + "?dry_run=true", EVENTS.formatted(""));

        assertThat(preview.status()).as(preview.toString()).isEqualTo(200);
        assertThat(preview.json().get("steps").get(0).get("sql").asString()).contains("PARTITION BY RANGE");
        assertThat(bench.database().query("SELECT to_regclass('public.events')"))
                .containsExactly("null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "numeric(10,2)"       | "no_such_type"     | columns[2].type
            "default": 0          | "default": "pg_sleep(9)" | columns[2].default
            ["id", "at"]          | ["id"]             | primary_key
            "columns": ["at"]     | "columns": ["lower(at)"] | partition_by.columns[0]
            """)
    void namesWhatIsWrong(String good, String bad, String field) {
        Answer refused = define(EVENTS.formatted("").replace(good, bad));

        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.json().get("errors").get(0).get("field").asString()).isEqualTo(field);
        assertThat(bench.database().query("SELECT to_regclass('public.events')"))
                .containsExactly("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"; drop table x; --",
                "select",
                "MixedCase",
                "with space",
                "ünïcödé",
                "日本語",
                "it's",
                "a/b\\c%41",
                "ééééééééééééééééééééééééééééééé1",
            })
    void hostileNamesAreJustNames(String name) {
        String quoted = tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(name);
        Answer made = define("{\"table\":" + quoted + ",\"columns\":[{\"name\":" + quoted
                + ",\"type\":\"text\",\"nullable\":false}],\"partition_by\":{\"strategy\":\"list\",\"columns\":["
                + quoted
                + "]}}");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String id = made.json().get("id").asString();

        Answer partition = bench.client()
                .post("/api/v1/tables/" + id + "/partitions", Map.of("list", Map.of("values", List.of(name, "other"))));

        assertThat(partition.status()).as(partition.toString()).isEqualTo(201);
        assertThat(partition.json().get("bounds").get("values").get(0).asString())
                .isEqualTo(name);
        JsonNode found = bench.client()
                .get("/api/v1/tables/" + id + "/partitions")
                .json()
                .get("items")
                .get(0);
        Answer dropped = bench.client()
                .delete("/api/v1/partitions/" + found.get("id").asString() + "?mode=drop&confirm="
                        + TableBench.encoded(found.get("name").asString()));
        assertThat(dropped.status()).as(dropped.toString()).isEqualTo(200);
        assertThat(bench.client()
                        .get("/api/v1/tables/" + id)
                        .json()
                        .get("table")
                        .asString())
                .isEqualTo(name);
    }

    @Test
    void aNameOf64BytesIsRefusedAndTwoLongOnesStayApart() {
        assertThat(define(EVENTS.formatted("").replace("\"events\"", "\"" + "x".repeat(64) + "\""))
                        .status())
                .isEqualTo(400);
        String longName = "x".repeat(63);
        assertThat(define(EVENTS.formatted("").replace("\"events\"", "\"" + longName + "\""))
                        .status())
                .isEqualTo(201);
        List<String> names = new ArrayList<>();
        for (String month : List.of("01", "02")) {
            Answer made = bench.client()
                    .post(
                            bench.partitions(longName),
                            "{\"range\":{\"from\":\"2026-" + month + "-01\",\"to\":\"2026-" + month + "-20\"}}");
            assertThat(made.status()).as(made.toString()).isEqualTo(201);
            names.add(made.json().get("name").asString());
        }
        assertThat(names).doesNotHaveDuplicates();
    }

    static Stream<Arguments> keyTypes() {
        return Stream.of(
                Arguments.of("date", "\"2026-01-01\"", "\"2026-02-01\""),
                Arguments.of("timestamp", "\"2026-01-01 10:00\"", "\"2026-01-01 11:00\""),
                Arguments.of("timestamptz", "\"2026-01-01T10:00:00+02:00\"", "\"2026-01-01T11:00:00Z\""),
                Arguments.of("smallint", "-5", "5"),
                Arguments.of("integer", "{\"minvalue\":true}", "100"),
                Arguments.of("bigint", "9007199254740993", "{\"maxvalue\":true}"),
                Arguments.of("numeric(20,5)", "0.10000", "99999999999999.99999"),
                Arguments.of(
                        "uuid", "\"00000000-0000-0000-0000-000000000000\"", "\"80000000-0000-0000-0000-000000000000\""),
                Arguments.of("text", "\"it's\"", "\"z\\\\\\\"\""),
                Arguments.of("boolean", "false", "true"),
                Arguments.of("inet", "\"10.0.0.0\"", "\"10.1.0.0\""),
                Arguments.of("mood", "\"sad\"", "\"happy\""),
                Arguments.of("positive", "1", "10"));
    }

    @ParameterizedTest
    @MethodSource("keyTypes")
    void everyKeyTypeTakesPartitions(String type, String from, String to) {
        bench.database()
                .execute(
                        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')",
                        "CREATE DOMAIN positive AS int CHECK (VALUE > 0)");
        Answer table = define("{\"table\":\"t\",\"columns\":[{\"name\":\"k\",\"type\":\"" + type
                + "\"}],\"partition_by\":{\"strategy\":\"range\",\"columns\":[\"k\"]}}");
        assertThat(table.status()).as(table.toString()).isEqualTo(201);

        Answer made =
                bench.client().post(bench.partitions("t"), "{\"range\":{\"from\":" + from + ",\"to\":" + to + "}}");

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(bench.client().get(bench.table("t") + "/coverage").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void composesOnEveryVersion(int version) {
        TableBench old = TableBench.on(
                service, home.home(), PostgresServer.version(version).newDatabase());
        Answer table = old.client()
                .post(
                        old.tables(),
                        "{\"table\":\"orders\",\"columns\":[{\"name\":\"region\",\"type\":\"text\"},{\"name\":\"id\",\"type\":\"bigint\"}],"
                                + "\"primary_key\":[\"region\",\"id\"],"
                                + "\"partition_by\":{\"strategy\":\"list\",\"columns\":[\"region\"]}}");
        assertThat(table.status()).as(table.toString()).isEqualTo(201);

        Answer sub = old.client()
                .post(
                        old.partitions("orders"),
                        "{\"name\":\"eu\",\"list\":{\"values\":[\"eu\"]},"
                                + "\"partition_by\":{\"strategy\":\"hash\",\"columns\":[\"id\"]}}");
        assertThat(sub.status()).as(sub.toString()).isEqualTo(201);
        assertThat(sub.json().get("kind").asString()).isEqualTo("partitioned");
        Answer leaves = old.client().post(old.partitions("eu"), "{\"hash\":{\"modulus\":3}}");
        assertThat(leaves.status()).as(leaves.toString()).isEqualTo(201);
        assertThat(leaves.json().get("items")).hasSize(3);
        old.database().execute("INSERT INTO orders SELECT 'eu', generate_series(1, 100)");

        Answer detached = old.client()
                .delete(old.partitions("eu") + "/"
                        + leaves.json().get("items").get(0).get("name").asString());
        assertThat(detached.status()).as(detached.toString()).isEqualTo(200);
        assertThat(old.client()
                        .get(old.table("eu") + "/coverage")
                        .json()
                        .get("gaps")
                        .toString())
                .isEqualTo("[{\"modulus\":3,\"remainder\":0}]");
        Answer dropped = old.client().delete(old.partitions("orders") + "/eu?mode=drop&confirm=eu");
        assertThat(dropped.status()).as(dropped.toString()).isEqualTo(200);
    }

    private Answer define(String body) {
        return bench.client().post(bench.tables(), body);
    }
}
