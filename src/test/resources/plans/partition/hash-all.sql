-- Create 2 partitions of public.events.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.events in ACCESS SHARE mode
CREATE TABLE "public"."e0" (LIKE "public"."events" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.events in ACCESS SHARE mode
CREATE TABLE "public"."e1" (LIKE "public"."events" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
LOCK TABLE ONLY "public"."events" IN SHARE UPDATE EXCLUSIVE MODE;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."events"'') = 4100057625::oid AND (SELECT partdefid FROM pg_catalog.pg_partitioned_table WHERE partrelid = 4100057625) = 0 AND (SELECT count(DISTINCT confrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND conrelid = 4100057625) = 0 AND (SELECT count(DISTINCT conrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND confrelid = 4100057625) = 0) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" ATTACH PARTITION "public"."e0" FOR VALUES WITH (MODULUS 2, REMAINDER 0);
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" ATTACH PARTITION "public"."e1" FOR VALUES WITH (MODULUS 2, REMAINDER 1);
COMMIT;
