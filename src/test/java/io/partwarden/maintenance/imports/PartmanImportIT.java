package io.partwarden.maintenance.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** One case per rule of how pg_partman's configuration becomes a policy. */
@ServiceTest
class PartmanImportIT {

    private static final String OLD = "pg_partman-4.7.sql";
    private static final String NEW = "pg_partman-5.sql";

    private final Service service;
    private final PartwardenHome home;

    PartmanImportIT(Service service, PartwardenHome home) {
        this.service = service;
        this.home = home;
    }

    @Test
    void aDailyTableOfVersion5IsOfferedAsAPolicyThatDoesTheSameNext() {
        ImportBench bench = version5();
        days(bench, "events", "timestamptz", "_p%s", "2026-03-08", "2026-03-09", "2026-03-10", "2026-03-11");
        bench.database().execute("CREATE TABLE public.events_default PARTITION OF public.events DEFAULT");
        bench.row(
                "public.events",
                "at",
                "1 day",
                "range",
                Map.of(
                        "premake", "3",
                        "datetime_string", "'YYYYMMDD'",
                        "retention", "'1 day'",
                        "retention_keep_table", "false"));

        Answer answer = bench.client().post(bench.path() + "?dry_run=true&now=2026-03-10T12:00:00Z", null);
        JsonNode source = answer.json().get("source");
        JsonNode table = bench.seen();

        assertThat(source.get("schema").asString()).isEqualTo(ImportBench.SCHEMA);
        assertThat(source.get("version").asString()).isEqualTo("5.2.4");
        assertThat(table.get("state").asString()).isEqualTo("proposed");
        JsonNode policy = table.get("policy");
        assertThat(policy.get("interval").asString()).isEqualTo("P1D");
        assertThat(policy.get("premake").asInt()).isEqualTo(3);
        assertThat(policy.get("name_template").asString()).isEqualTo("{table}_p{from:yyyyMMdd}");
        assertThat(policy.get("default_partition").asString()).isEqualTo("keep");
        assertThat(policy.get("retention").toString())
                .isEqualTo("{\"keep\":\"P1D\",\"action\":\"drop\",\"grace\":\"P7D\"}");
        JsonNode both = table.get("side_by_side");
        assertThat(names(both.get("makes").get("theirs"))).containsExactly("events_p20260312", "events_p20260313");
        assertThat(names(both.get("makes").get("ours"))).containsExactly("events_p20260312", "events_p20260313");
        assertThat(names(both.get("retires").get("theirs"))).containsExactly("events_p20260308");
        assertThat(names(both.get("retires").get("ours"))).containsExactly("events_p20260308");
        assertThat(both.get("same").asBoolean()).isTrue();
        assertThat(both.get("names_kept").asBoolean()).isTrue();
        assertThat(both.get("drifted")).isEmpty();
        assertThat(bench.client().get(policy(bench, "events")).status()).isEqualTo(404);
    }

    @Test
    void aWeeklyTableOfVersion4KeepsItsNames() {
        ImportBench bench = version4();
        bench.database()
                .execute(
                        "CREATE TABLE public.weeks (at date NOT NULL) PARTITION BY RANGE (at)",
                        "CREATE TABLE public.weeks_p2026w10 PARTITION OF public.weeks FOR VALUES FROM ('2026-03-02') TO"
                                + " ('2026-03-09')",
                        "CREATE TABLE public.weeks_p2026w11 PARTITION OF public.weeks FOR VALUES FROM ('2026-03-09') TO"
                                + " ('2026-03-16')");
        bench.row(
                "public.weeks",
                "at",
                "7 days",
                "native",
                Map.of("premake", "1", "datetime_string", "'IYYY\"w\"IW'", "retention", "'5 weeks'"));

        JsonNode table = bench.seen();

        assertThat(table.get("policy").get("interval").asString()).isEqualTo("P1W");
        assertThat(table.get("policy").get("retention").toString())
                .isEqualTo("{\"keep\":\"P5W\",\"action\":\"detach\"}");
        assertThat(table.get("side_by_side").get("names_kept").asBoolean()).isTrue();
        assertThat(names(table.get("side_by_side").get("makes").get("ours"))).containsExactly("weeks_p2026w12");
        assertThat(table.get("side_by_side").get("same").asBoolean()).isTrue();
    }

    @Test
    void weeksThatDoNotBeginOnMondayDriftAndStay() {
        ImportBench bench = version5();
        bench.database()
                .execute(
                        "CREATE TABLE public.weeks (at date NOT NULL) PARTITION BY RANGE (at)",
                        "CREATE TABLE public.weeks_p20260305 PARTITION OF public.weeks FOR VALUES FROM ('2026-03-05') TO"
                                + " ('2026-03-12')");
        bench.row("public.weeks", "at", "7 days", "range", Map.of("premake", "1", "datetime_string", "'YYYYMMDD'"));

        JsonNode table = bench.seen();

        assertThat(codes(table.get("differences"))).contains("partition_interval:grid");
        JsonNode both = table.get("side_by_side");
        assertThat(both.get("drifted").get(0).get("name").asString()).isEqualTo("weeks_p20260305");
        assertThat(both.get("same").asBoolean()).isFalse();
        assertThat(both.get("makes")
                        .get("theirs")
                        .get(0)
                        .get("bounds")
                        .get("from")
                        .get(0)
                        .asString())
                .isEqualTo("2026-03-12");
        assertThat(both.get("makes")
                        .get("ours")
                        .get(0)
                        .get("bounds")
                        .get("to")
                        .get(0)
                        .asString())
                .isEqualTo("2026-03-16");
    }

    @ParameterizedTest
    @CsvSource({
        "seconds, 86400, 1773014400, epoch_s",
        "milliseconds, 86400, 1773014400000, epoch_ms",
        "microseconds, 86400, 1773014400000000, epoch_us",
        "nanoseconds, 86400, 1773014400000000000, epoch_ns"
    })
    void epochsAreKeyEncodings(String epoch, String day, String begin, String encoding) {
        ImportBench bench = version5();
        bench.database()
                .execute(
                        "CREATE TABLE public.clicks (at bigint NOT NULL) PARTITION BY RANGE (at)",
                        "CREATE TABLE public.clicks_p20260309 PARTITION OF public.clicks FOR VALUES FROM (" + begin
                                + ") TO (" + begin + " + " + day + begin.substring("1773014400".length()) + ")");
        bench.row(
                "public.clicks",
                "at",
                "1 day",
                "range",
                Map.of("epoch", "'" + epoch + "'", "premake", "1", "datetime_string", "'YYYYMMDD'"));

        JsonNode table = bench.seen();

        assertThat(table.get("policy").get("key_encoding").asString()).isEqualTo(encoding);
        assertThat(names(table.get("side_by_side").get("makes").get("ours")))
                .containsExactly("clicks_p20260310", "clicks_p20260311");
        assertThat(table.get("side_by_side").get("same").asBoolean()).isTrue();
    }

    @Test
    void uuidsOfVersion7AreReadAndOtherEncodersAreNot() {
        ImportBench uuids = version5();
        uuids.database().execute("CREATE TABLE public.ids (id uuid NOT NULL) PARTITION BY RANGE (id)");
        uuids.row("public.ids", "id", "1 mon", "range", Map.of("time_encoder", "'partman.uuid7_time_encoder'"));
        ImportBench texts = version5();
        texts.database().execute("CREATE TABLE public.ids (id text NOT NULL) PARTITION BY RANGE (id)");
        texts.row("public.ids", "id", "1 mon", "range", Map.of("time_encoder", "'public.my_encoder'"));

        assertThat(uuids.seen().get("policy").get("key_encoding").asString()).isEqualTo("uuid_v7");
        JsonNode refused = texts.seen();
        assertThat(refused.get("state").asString()).isEqualTo("refused");
        assertThat(refused.get("policy").isNull()).isTrue();
        assertThat(codes(refused.get("problems"))).containsExactly("time_encoder:encoder");
    }

    @Test
    void idsFollowTheHighestInUse() {
        ImportBench bench = version4();
        bench.database()
                .execute(
                        "CREATE TABLE public.orders (id bigint NOT NULL) PARTITION BY RANGE (id)",
                        "CREATE TABLE public.orders_p0 PARTITION OF public.orders FOR VALUES FROM (0) TO (1000)",
                        "CREATE TABLE public.orders_p1000 PARTITION OF public.orders FOR VALUES FROM (1000) TO (2000)",
                        "INSERT INTO public.orders VALUES (1500)");
        bench.row("public.orders", "id", "1000", "native", Map.of("premake", "2", "retention", "'400'"));

        JsonNode table = bench.seen();

        assertThat(table.get("policy").get("integer_step").asString()).isEqualTo("1000");
        assertThat(table.get("policy").get("retention").get("keep").asString()).isEqualTo("400");
        JsonNode both = table.get("side_by_side");
        assertThat(both.get("highest_id").asInt()).isEqualTo(1500);
        assertThat(names(both.get("makes").get("theirs"))).containsExactly("orders_p2000", "orders_p3000");
        assertThat(names(both.get("makes").get("ours"))).containsExactly("orders_p2000", "orders_p3000");
        assertThat(names(both.get("retires").get("theirs"))).containsExactly("orders_p0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            true  | false | NULL   | {"keep":"P30D","action":"detach","keep_indexes":false,"leave_publication":true}
            true  | true  | NULL   | {"keep":"P30D","action":"detach","leave_publication":true}
            false | true  | 'old'  | {"keep":"P30D","action":"move_to_schema","schema":"old","leave_publication":true}
            false | true  | NULL   | {"keep":"P30D","action":"drop","grace":"P7D"}
            """)
    void retentionKeepsItsMeaning(String keepTable, String keepIndex, String schema, String retention) {
        ImportBench bench = version5();
        days(bench, "events", "timestamptz", "_p%s", "2026-03-10");
        bench.row(
                "public.events",
                "at",
                "1 day",
                "range",
                Map.of(
                        "retention", "'30 days'",
                        "retention_keep_table", keepTable,
                        "retention_keep_index", keepIndex,
                        "retention_schema", schema));

        assertThat(bench.seen().get("policy").get("retention").toString()).isEqualTo(retention);
    }

    @Test
    void whatHasNoCounterpartIsTold() {
        ImportBench bench = version5();
        days(bench, "events", "timestamptz", "_p%s", "2026-03-10");
        bench.database()
                .execute(
                        "CREATE UNLOGGED TABLE \"Part Man\".template_events (at timestamptz PRIMARY KEY) WITH (fillfactor = 70)");
        bench.row(
                "public.events",
                "at",
                "1 day",
                "range",
                Map.of(
                        "constraint_cols", "'{id}'",
                        "maintenance_order", "7",
                        "datetime_string", "'YYYY_Month'",
                        "date_trunc_interval", "'week'",
                        "template_table", "'Part Man.template_events'"));

        JsonNode table = bench.seen();

        assertThat(codes(table.get("no_counterpart")))
                .containsExactly("constraint_cols:constraints", "maintenance_order:order", "template_table:template");
        assertThat(codes(table.get("differences")))
                .contains(
                        "datetime_string:names",
                        "infinite_time_partitions:counted-from-now",
                        "date_trunc_interval:grid");
        assertThat(table.get("no_counterpart").get(2).get("means").asString()).contains("unlogged", "fillfactor=70");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            native  | undo_in_progress  | true    | 1 day     | undo_in_progress:work-in-progress
            partman | upsert            | ''      | 1 day     | partition_type:by-triggers
            native  | upsert            | ''      | whenever  | partition_interval:interval-unknown
            native  | retention         | 'long'  | 1 day     | retention:retention-unknown
            native  | control           | 'other' | 1 day     | control:control-differs
            """)
    void aTableThatCannotBeImportedSaysWhy(String type, String column, String value, String interval, String problem) {
        ImportBench bench = version4();
        if (type.equals("native")) {
            days(bench, "events", "timestamptz", "_p%s", "2026-03-10");
        } else {
            bench.database().execute("CREATE TABLE public.events (at timestamptz)");
        }
        bench.row("public.events", "at", interval, type, Map.of());
        bench.database().execute("UPDATE \"Part Man\".part_config SET " + column + " = " + value);

        JsonNode table = bench.seen();

        assertThat(table.get("state").asString()).isEqualTo("refused");
        assertThat(codes(table.get("problems"))).containsExactly(problem);
        Answer named = bench.client().post(bench.path(), "{\"tables\":[\"public.events\"],\"mode\":\"observe\"}");
        assertThat(named.code()).as(named.toString()).isEqualTo("not-importable");
    }

    @Test
    void aLevelBelowIsPartOfItsTablesPolicy() {
        ImportBench bench = version5();
        bench.database()
                .execute(
                        "CREATE TABLE public.logs (at date NOT NULL, id bigint NOT NULL) PARTITION BY RANGE (at)",
                        "CREATE TABLE public.logs_p20260301 PARTITION OF public.logs FOR VALUES FROM ('2026-03-01') TO"
                                + " ('2026-04-01') PARTITION BY RANGE (id)",
                        "CREATE TABLE public.logs_p20260301_p0 PARTITION OF public.logs_p20260301 FOR VALUES FROM (0) TO (100)",
                        "INSERT INTO \"Part Man\".part_config_sub (sub_parent, sub_control, sub_partition_interval,"
                                + " sub_partition_type, sub_premake) VALUES ('public.logs', 'id', '100', 'range', 2)");
        bench.row("public.logs", "at", "1 mon", "range", Map.of("datetime_string", "'YYYYMMDD'"));
        bench.row("public.logs_p20260301", "id", "100", "range", Map.of());

        JsonNode table = bench.seen();

        assertThat(table.get("table").get("name").asString()).isEqualTo("logs");
        assertThat(table.get("policy").get("sub").toString())
                .isEqualTo(
                        "{\"strategy\":\"range\",\"columns\":[\"id\"],\"policy\":{\"integer_step\":\"100\",\"premake\":2,"
                                + "\"name_template\":\"{table}_p{from}\"}}");
        assertThat(table.get("upkeep").get("switch_off").asString())
                .isEqualTo("UPDATE \"Part Man\".\"part_config\" SET automatic_maintenance = 'off' WHERE parent_table IN"
                        + " ('public.logs', 'public.logs_p20260301')");
    }

    @Test
    void infiniteBoundsAndNamesThatNeedQuotesDoNotBreakIt() {
        ImportBench bench = version5();
        bench.database()
                .execute(
                        "CREATE SCHEMA \"My.Schema\"",
                        "CREATE TABLE \"My.Schema\".\"E\"\"v'ents\" (at timestamptz NOT NULL) PARTITION BY RANGE (at)",
                        "CREATE TABLE \"My.Schema\".old PARTITION OF \"My.Schema\".\"E\"\"v'ents\" FOR VALUES FROM (MINVALUE) TO"
                                + " ('2026-03-10 00:00:00+00')",
                        "CREATE TABLE \"My.Schema\".\"E\"\"v'ents_p20260310\" PARTITION OF \"My.Schema\".\"E\"\"v'ents\" FOR VALUES"
                                + " FROM ('2026-03-10 00:00:00+00') TO ('2026-03-11 00:00:00+00')");
        bench.row(
                "My.Schema.E\"v''ents",
                "at",
                "1 day",
                "range",
                Map.of("premake", "1", "datetime_string", "'YYYYMMDD'"));

        JsonNode table = bench.seen();

        assertThat(table.get("table").get("schema").asString()).isEqualTo("My.Schema");
        assertThat(table.get("state").asString()).isEqualTo("proposed");
        assertThat(names(table.get("side_by_side").get("makes").get("theirs"))).containsExactly("E\"v'ents_p20260311");
        assertThat(table.get("upkeep").get("switch_off").asString()).contains("('My.Schema.E\"v''ents')");
    }

    @Test
    void aTimeZoneIsTakenFromTheDatabaseWhereThePartitionsFitIt() {
        ImportBench bench = version5();
        bench.database()
                .execute(
                        "ALTER DATABASE " + bench.database().name() + " SET timezone = 'Europe/Berlin'",
                        "CREATE TABLE public.events (at timestamptz NOT NULL) PARTITION BY RANGE (at)",
                        "CREATE TABLE public.events_p20260310 PARTITION OF public.events FOR VALUES FROM ('2026-03-10"
                                + " 00:00:00+01') TO ('2026-03-11 00:00:00+01')");
        bench.row("public.events", "at", "1 day", "range", Map.of("datetime_string", "'YYYYMMDD'"));

        JsonNode table = bench.seen();
        Answer other = bench.client().post(bench.path() + "?dry_run=true", "{\"time_zone\":\"America/New_York\"}");
        Answer wrong = bench.client().post(bench.path() + "?dry_run=true", "{\"time_zone\":\"Mars\"}");

        assertThat(table.get("policy").get("time_zone").asString()).isEqualTo("Europe/Berlin");
        assertThat(table.get("side_by_side").get("names_kept").asBoolean()).isTrue();
        assertThat(other.json().get("tables").get(0).get("side_by_side").get("drifted"))
                .hasSize(1);
        assertThat(wrong.fields()).containsExactly("time_zone:invalid");
    }

    @Test
    void withoutTheExtensionOrTheRightToReadItThereIsNothingToImport() {
        ImportBench none = ImportBench.empty(service, home.home());
        ImportBench foreign = version5();
        foreign.database()
                .execute("REVOKE ALL ON SCHEMA \"Part Man\" FROM "
                        + foreign.database().username());

        assertThat(none.client().post(none.path() + "?dry_run=true", null).code())
                .isEqualTo("import-source-missing");
        assertThat(foreign.client().post(foreign.path() + "?dry_run=true", null).code())
                .isEqualTo("import-source-unreadable");
        assertThat(service.newToken("viewer", Map.of())
                        .post(foreign.path() + "?dry_run=true", null)
                        .status())
                .isEqualTo(403);
    }

    private ImportBench version4() {
        return ImportBench.partman(service, home.home(), OLD, "4.7.2");
    }

    private ImportBench version5() {
        return ImportBench.partman(service, home.home(), NEW, "5.2.4");
    }

    /** A table of days in UTC, named as pg_partman 5 names them. */
    static void days(ImportBench bench, String table, String type, String name, String... days) {
        bench.database()
                .execute("CREATE TABLE public." + table + " (at " + type
                        + " NOT NULL, id bigint) PARTITION BY RANGE (at)");
        for (String day : days) {
            bench.database()
                    .execute("SET TimeZone = 'UTC'; DO $$ BEGIN EXECUTE format('CREATE TABLE public." + table
                            + name.formatted(day.replace("-", "")) + " PARTITION OF public." + table
                            + " FOR VALUES FROM (%L) TO (%L)', '" + day + "'::timestamptz, '" + day
                            + "'::timestamptz + interval '1 day'); END $$");
        }
    }

    private static String policy(ImportBench bench, String table) {
        return "/api/v1/targets/" + bench.target() + "/tables/public/" + table + "/policy";
    }

    static List<String> names(JsonNode periods) {
        return StreamSupport.stream(periods.spliterator(), false)
                .map(period -> period.get("name").asString())
                .toList();
    }

    private static List<String> codes(JsonNode remarks) {
        return StreamSupport.stream(remarks.spliterator(), false)
                .map(remark -> remark.get("setting").asString() + ":"
                        + remark.get("code").asString())
                .toList();
    }
}
