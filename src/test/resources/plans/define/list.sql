-- Create table app.customers, partitioned by list (country).

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
CREATE TABLE "app"."customers" (
    "id" "pg_catalog"."int4" NOT NULL,
    "country" "pg_catalog"."bpchar"(2) DEFAULT 'CH' NOT NULL,
    "tags" "pg_catalog"."text"[],
    CONSTRAINT "customers_pkey" PRIMARY KEY ("country", "id")
) PARTITION BY LIST ("country");
CREATE INDEX "customers_tags_idx" ON "app"."customers" USING "gin" ("tags");
CREATE INDEX "by_id" ON "app"."customers" USING "hash" ("id");
COMMIT;
