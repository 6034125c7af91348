-- Create table app.defaults, partitioned by range (k).
-- warning (no-primary-key): Without a primary key the table cannot be split, merged or converted later while it is written to.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
CREATE TABLE "app"."defaults" (
    "k" "pg_catalog"."date" DEFAULT CURRENT_DATE,
    "a" "pg_catalog"."int4" DEFAULT (-1),
    "b" "pg_catalog"."numeric"(10,2) DEFAULT 1.50,
    "c" "pg_catalog"."text" DEFAULT 'it''s \ a "quote"',
    "d" "pg_catalog"."bool" DEFAULT FALSE,
    "e" "pg_catalog"."timestamp" DEFAULT (pg_catalog.now() AT TIME ZONE 'utc'),
    "f" "pg_catalog"."timestamptz" DEFAULT (pg_catalog.now() OPERATOR(pg_catalog.+) CAST('1 day' AS "pg_catalog"."interval")),
    "g" "pg_catalog"."uuid" DEFAULT pg_catalog.gen_random_uuid(),
    "h" "pg_catalog"."text"[] DEFAULT CAST(ARRAY[] AS "pg_catalog"."text"[]),
    "i" "pg_catalog"."int4"[] DEFAULT CAST(ARRAY[1, (-2)] AS "pg_catalog"."int4"[]),
    "j" "app"."status" DEFAULT 'a',
    "l" "pg_catalog"."date" DEFAULT CAST('2026-01-31' AS "pg_catalog"."date"),
    "m" "pg_catalog"."timestamptz" DEFAULT '2026-01-31 12:00+05:45',
    "n" "pg_catalog"."interval" DEFAULT '90 minutes',
    "o" "pg_catalog"."text" DEFAULT CURRENT_USER,
    "p" "pg_catalog"."int8" DEFAULT CAST(5 AS "pg_catalog"."int2"),
    "q" "pg_catalog"."text" DEFAULT NULL,
    "r" "pg_catalog"."jsonb" DEFAULT CAST('{"a": [1]}' AS "pg_catalog"."jsonb"),
    "s" "pg_catalog"."timestamp" DEFAULT (CURRENT_DATE OPERATOR(pg_catalog.-) CAST('1 month' AS "pg_catalog"."interval")),
    "t" "app"."positive" DEFAULT 7,
    "u" "app"."status"[] DEFAULT CAST(ARRAY['a', 'b'] AS "app"."status"[]),
    "v" "pg_catalog"."timestamptz" DEFAULT CURRENT_TIMESTAMP,
    "w" "pg_catalog"."timestamp" DEFAULT LOCALTIMESTAMP,
    "x" "pg_catalog"."date" DEFAULT pg_catalog.now(),
    "y" "pg_catalog"."varchar"(5) DEFAULT CAST('abc' AS "pg_catalog"."text")
) PARTITION BY RANGE ("k");
COMMIT;
