-- Drop 2 partitions of public.events with every row in them.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.events in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."events" IN ACCESS EXCLUSIVE MODE;
-- locks public.e1 in ACCESS EXCLUSIVE mode
-- locks public.e2 in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."e1", ONLY "public"."e2" IN ACCESS EXCLUSIVE MODE NOWAIT;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."events"'') = 4100057625::oid AND (SELECT partdefid FROM pg_catalog.pg_partitioned_table WHERE partrelid = 4100057625) = 0 AND (SELECT count(DISTINCT confrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND conrelid = 4100057625) = 0 AND (SELECT count(DISTINCT conrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND confrelid = 4100057625) = 0) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."events"'') = 4100057625::oid AND pg_catalog.to_regclass(''"public"."e1"'') = 4100003180::oid AND pg_catalog.to_regclass(''"public"."e2"'') = 4100003181::oid AND (SELECT count(*) FROM pg_catalog.pg_inherits WHERE NOT inhdetachpending AND inhparent = 4100057625 AND inhrelid IN (4100003180, 4100003181)) = 2) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.events in ACCESS EXCLUSIVE mode
-- locks public.e1 in ACCESS EXCLUSIVE mode
-- locks public.e2 in ACCESS EXCLUSIVE mode
DROP TABLE "public"."e1", "public"."e2";
COMMIT;
