-- Drop 3 tables, detached from public.events, with every row in them.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.e1 in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."e1" IN ACCESS EXCLUSIVE MODE;
-- locks public.e2 in ACCESS EXCLUSIVE mode
-- locks public.e3 in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."e2", ONLY "public"."e3" IN ACCESS EXCLUSIVE MODE NOWAIT;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."e1"'') = 4100003180::oid AND pg_catalog.to_regclass(''"public"."e2"'') = 4100003181::oid AND pg_catalog.to_regclass(''"public"."e3"'') = 4100003182::oid AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid IN (4100003180, 4100003181, 4100003182))) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.e1 in ACCESS EXCLUSIVE mode
-- locks public.e2 in ACCESS EXCLUSIVE mode
-- locks public.e3 in ACCESS EXCLUSIVE mode
DROP TABLE "public"."e1", "public"."e2", "public"."e3";
COMMIT;
