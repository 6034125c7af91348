-- Detach public.e1 from public.events; the table and its rows stay.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
-- must run outside a transaction
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
-- locks public.e1 in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" DETACH PARTITION "public"."e1" CONCURRENTLY;
