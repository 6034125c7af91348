-- Detach public.e1 from public.events; the table and its rows stay.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.events in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."events" IN ACCESS EXCLUSIVE MODE;
-- locks public.e1 in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."e1" IN ACCESS EXCLUSIVE MODE NOWAIT;
-- locks public.rest in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."rest" IN ACCESS EXCLUSIVE MODE NOWAIT;
-- locks public.events in ACCESS EXCLUSIVE mode
-- locks public.e1 in ACCESS EXCLUSIVE mode
-- locks public.rest in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" DETACH PARTITION "public"."e1";
COMMIT;
