-- Create table public.measurements, partitioned by range (taken_at).

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '200ms';
CREATE TABLE "public"."measurements" (
    "id" "pg_catalog"."int8" GENERATED ALWAYS AS IDENTITY NOT NULL,
    "sensor" "pg_catalog"."text" NOT NULL,
    "taken_at" "pg_catalog"."timestamptz" NOT NULL,
    "value" "pg_catalog"."numeric"(12,3),
    "stored_at" "pg_catalog"."timestamptz" DEFAULT pg_catalog.now() NOT NULL,
    CONSTRAINT "measurements_pkey" PRIMARY KEY ("id", "taken_at")
) PARTITION BY RANGE ("taken_at");
CREATE INDEX "measurements_sensor_taken_at_idx" ON "public"."measurements" USING "btree" ("sensor", "taken_at");
COMMIT;
