-- Detach 1 partition(s) of public.readings.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
-- locks public.readings in SHARE UPDATE EXCLUSIVE mode
-- locks public.readings_pacme_20261121 in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."readings" DETACH PARTITION "public"."readings_pacme_20261121" CONCURRENTLY;
