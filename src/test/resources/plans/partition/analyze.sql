-- Analyze public.events and its partitions.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
-- must run outside a transaction
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
-- locks public.e1 in SHARE UPDATE EXCLUSIVE mode
-- locks public.e2 in SHARE UPDATE EXCLUSIVE mode
-- locks public.e3 in SHARE UPDATE EXCLUSIVE mode
-- reads or writes about 1 rows
ANALYZE "public"."events";
