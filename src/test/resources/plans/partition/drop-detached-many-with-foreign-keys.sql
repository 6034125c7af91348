-- Drop 2 tables, detached from public.events, with every row in them.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 2
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.e1 in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."e1" IN ACCESS EXCLUSIVE MODE;
-- locks public.hub in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."hub" IN ACCESS EXCLUSIVE MODE NOWAIT;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."e1"'') = 4100003180::oid AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid IN (4100003180))) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.e1 in ACCESS EXCLUSIVE mode
-- locks public.hub in ACCESS EXCLUSIVE mode
DROP TABLE "public"."e1";
COMMIT;

-- transaction 2 of 2
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.e2 in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."e2" IN ACCESS EXCLUSIVE MODE;
-- locks public.hub in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."hub" IN ACCESS EXCLUSIVE MODE NOWAIT;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."e2"'') = 4100003181::oid AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid IN (4100003181))) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.e2 in ACCESS EXCLUSIVE mode
-- locks public.hub in ACCESS EXCLUSIVE mode
DROP TABLE "public"."e2";
COMMIT;
