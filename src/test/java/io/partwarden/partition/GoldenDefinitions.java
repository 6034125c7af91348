package io.partwarden.partition;

import io.partwarden.partition.TableDefinition.Column;
import io.partwarden.partition.TableDefinition.Identity;
import io.partwarden.partition.TableDefinition.Index.Method;
import java.util.LinkedHashMap;
import java.util.Map;

/** The definitions whose plans are kept as files and run on every server version. */
final class GoldenDefinitions {

    private GoldenDefinitions() {}

    static Map<String, TableDefinition> all() {
        Map<String, TableDefinition> all = new LinkedHashMap<>();
        all.put("range", range());
        all.put("list", list());
        all.put("hash", hash());
        all.put("types", types());
        all.put("defaults", defaults());
        all.put("hostile", hostile());
        return all;
    }

    static TableDefinition range() {
        return Definitions.table("measurements")
                .identity("id", "bigint", Identity.BY_DEFAULT)
                .withDefault("at", "timestamptz", "now()")
                .column("sensor", "uuid")
                .nullable("value", "double precision", false)
                .primaryKey("id", "at")
                .by(Strategy.RANGE, "at")
                .index(Method.BRIN, "at")
                .index(Method.BTREE, "sensor", "at")
                .build();
    }

    private static TableDefinition list() {
        return Definitions.table("customers")
                .column("id", "int")
                .withDefault("country", "character(2)", "'CH'")
                .column("tags", "text[]")
                .primaryKey("country", "id")
                .by(Strategy.LIST, "country")
                .index(Method.GIN, "tags")
                .index("by_id", false, Method.HASH, "id")
                .build();
    }

    private static TableDefinition hash() {
        return Definitions.table("events")
                .column("tenant", "text")
                .column("id", "uuid")
                .withDefault("body", "jsonb", "'{}'::jsonb")
                .column("place", "point")
                .by(Strategy.HASH, "tenant", "id")
                .unique("tenant", "id")
                .index(Method.GIST, "place")
                .build();
    }

    private static TableDefinition types() {
        return Definitions.table("types")
                .column("k", "date")
                .column("a", "numeric(10,2)[]")
                .column("b", "timestamp(3) with time zone")
                .column("c", "character varying(20)[]")
                .column("d", "bit")
                .column("e", "bit varying(5)")
                .column("f", "interval(3)")
                .column("g", "interval day to second(2)")
                .column("h", "char")
                .column("i", "status")
                .column("j", "app.positive[]")
                .column("l", "float(24)")
                .column("m", "int4range")
                .by(Strategy.RANGE, "k")
                .build();
    }

    private static TableDefinition defaults() {
        return Definitions.table("defaults")
                .withDefault("k", "date", "current_date")
                .withDefault("a", "int", "-1")
                .withDefault("b", "numeric(10,2)", "1.50")
                .withDefault("c", "text", "'it''s \\ a \"quote\"'")
                .withDefault("d", "boolean", "false")
                .withDefault("e", "timestamp", "now() at time zone 'utc'")
                .withDefault("f", "timestamptz", "now() + interval '1 day'")
                .withDefault("g", "uuid", "gen_random_uuid()")
                .withDefault("h", "text[]", "ARRAY[]::text[]")
                .withDefault("i", "int[]", "ARRAY[1, -2]")
                .withDefault("j", "app.status", "'a'")
                .withDefault("l", "date", "DATE '2026-01-31'")
                .withDefault("m", "timestamptz", "'2026-01-31 12:00+05:45'")
                .withDefault("n", "interval", "'90 minutes'")
                .withDefault("o", "text", "current_user")
                .withDefault("p", "bigint", "5::smallint")
                .withDefault("q", "text", "null")
                .withDefault("r", "jsonb", "'{\"a\": [1]}'::jsonb")
                .withDefault("s", "timestamp", "current_date - interval '1 month'")
                .withDefault("t", "app.positive", "7")
                .withDefault("u", "app.status[]", "ARRAY['a', 'b']")
                .withDefault("v", "timestamptz", "CURRENT_TIMESTAMP")
                .withDefault("w", "timestamp", "localtimestamp")
                .withDefault("x", "date", "now()")
                .withDefault("y", "varchar(5)", "'abc'::text")
                .by(Strategy.RANGE, "k")
                .build();
    }

    private static TableDefinition hostile() {
        String table = "a\"; drop table x; --";
        return Definitions.table(table)
                .schema("sch\"ema';")
                .column("select", "date")
                .column("Mixed Case", "int")
                .withDefault("quote'\"", "text", "'''; drop table x; -- \"'")
                .column("é".repeat(31) + "x", "\"sch\"\"ema';\".\"ty\"\"pe\"")
                .add(new Column("$1 %s {0} \\ ?", "int", false, null, null))
                .primaryKey("select", "quote'\"")
                .by(Strategy.RANGE, "select", "quote'\"")
                .index("idx\"; drop", false, Method.BTREE, "Mixed Case", "$1 %s {0} \\ ?")
                .index(Method.BTREE, "é".repeat(31) + "x")
                .build();
    }

    /** What must be there before their plans can run. */
    static final String[] SETUP = {
        "CREATE SCHEMA app",
        "CREATE SCHEMA \"sch\"\"ema';\"",
        "CREATE TYPE app.status AS ENUM ('a', 'b')",
        "CREATE DOMAIN app.positive AS int CHECK (VALUE > 0)",
        "CREATE TYPE app.pair AS (a int, b text)",
        "CREATE TYPE \"sch\"\"ema';\".\"ty\"\"pe\" AS ENUM ('a')"
    };
}
