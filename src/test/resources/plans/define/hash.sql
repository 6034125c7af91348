-- Create table app.events, partitioned by hash (tenant, id).
-- warning (no-primary-key): Without a primary key the table cannot be split, merged or converted later while it is written to.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
CREATE TABLE "app"."events" (
    "tenant" "pg_catalog"."text",
    "id" "pg_catalog"."uuid",
    "body" "pg_catalog"."jsonb" DEFAULT CAST('{}' AS "pg_catalog"."jsonb"),
    "place" "pg_catalog"."point"
) PARTITION BY HASH ("tenant", "id");
CREATE UNIQUE INDEX "events_tenant_id_key" ON "app"."events" USING "btree" ("tenant", "id");
CREATE INDEX "events_place_idx" ON "app"."events" USING "gist" ("place");
COMMIT;
