-- Detach public.e1 from public.events; the table and its rows stay.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
-- must run outside a transaction
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."events"'') = 4100057625::oid AND pg_catalog.to_regclass(''"public"."e1"'') = 4100003180::oid AND EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = 4100003180 AND inhparent = 4100057625)) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
-- locks public.e1 in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" DETACH PARTITION "public"."e1" CONCURRENTLY;
