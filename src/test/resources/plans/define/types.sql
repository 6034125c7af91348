-- Create table app.types, partitioned by range (k).
-- warning (no-primary-key): Without a primary key the table cannot be split, merged or converted later while it is written to.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
CREATE TABLE "app"."types" (
    "k" "pg_catalog"."date",
    "a" "pg_catalog"."numeric"(10,2)[],
    "b" "pg_catalog"."timestamptz"(3),
    "c" "pg_catalog"."varchar"(20)[],
    "d" "pg_catalog"."bit"(1),
    "e" "pg_catalog"."varbit"(5),
    "f" "pg_catalog"."interval"(32767,3),
    "g" "pg_catalog"."interval"(7176,2),
    "h" "pg_catalog"."bpchar"(1),
    "i" "app"."status",
    "j" "app"."positive"[],
    "l" "pg_catalog"."float4",
    "m" "pg_catalog"."int4range"
) PARTITION BY RANGE ("k");
COMMIT;
