-- Maintain public.readings: create 1, retire 0.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '200ms';
-- locks public.readings in ACCESS SHARE mode
CREATE TABLE "public"."readings_pacme_20261121" (LIKE "public"."readings" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.readings in SHARE UPDATE EXCLUSIVE mode
LOCK TABLE ONLY "public"."readings" IN SHARE UPDATE EXCLUSIVE MODE;
-- locks public.readings in SHARE UPDATE EXCLUSIVE mode
ALTER TABLE ONLY "public"."readings" ATTACH PARTITION "public"."readings_pacme_20261121" FOR VALUES FROM ('acme', '2026-11-21 00:00:00+00') TO ('acme', '2026-11-22 00:00:00+00');
COMMIT;
