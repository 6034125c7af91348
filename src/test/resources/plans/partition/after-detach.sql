-- Settle public.e1, now detached.
-- warning (publication-not-ours): public.e1 stays in publication theirs, which only its owner may alter: ALTER PUBLICATION .. DROP TABLE.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 3
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.e1 in SHARE UPDATE EXCLUSIVE mode
LOCK TABLE ONLY "public"."e1" IN SHARE UPDATE EXCLUSIVE MODE;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."e1"'') = 4100003180::oid AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = 4100003180)) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.e1 in SHARE UPDATE EXCLUSIVE mode
ALTER PUBLICATION "news" DROP TABLE ONLY "public"."e1";
COMMIT;

-- transaction 2 of 3
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.e1 in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."e1" IN ACCESS EXCLUSIVE MODE;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."e1"'') = 4100003180::oid AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = 4100003180)) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.e1 in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."e1" DROP CONSTRAINT IF EXISTS "e1_key";
-- locks public.e1 in ACCESS EXCLUSIVE mode
DROP INDEX "public"."e1_note";
COMMIT;

-- transaction 3 of 3
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.e1 in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."e1" IN ACCESS EXCLUSIVE MODE;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."e1"'') = 4100003180::oid AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = 4100003180)) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.e1 in ACCESS EXCLUSIVE mode
ALTER TABLE "public"."e1" SET SCHEMA "archive";
COMMIT;
