-- Maintain public.measurements: create 1, retire 0.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '200ms';
-- locks public.measurements in ACCESS SHARE mode
CREATE TABLE "public"."measurements_p202601" (LIKE "public"."measurements" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.measurements in SHARE UPDATE EXCLUSIVE mode
LOCK TABLE ONLY "public"."measurements" IN SHARE UPDATE EXCLUSIVE MODE;
-- locks public.measurements in SHARE UPDATE EXCLUSIVE mode
ALTER TABLE ONLY "public"."measurements" ATTACH PARTITION "public"."measurements_p202601" FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');
COMMIT;
