-- Create 3 partitions of public.events.
-- warning (default-is-read): The default partition public.rest is read once to prove that no row of it belongs to a new partition; until the attach, rows for the new partitions are refused there.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 4
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.rest in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."rest" IN ACCESS EXCLUSIVE MODE;
-- locks public.rest in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."rest" DROP CONSTRAINT IF EXISTS "partwarden_keep_out_leftover";
-- locks public.rest in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."rest" ADD CONSTRAINT "partwarden_keep_out_8561bb2d" CHECK (NOT ((("id" IS NOT NULL) AND ("id" >= '1'::"pg_catalog"."int8") AND ("id" < '20'::"pg_catalog"."int8")) OR (("id" IS NOT NULL) AND ("id" >= '40'::"pg_catalog"."int8") AND ("id" < '50'::"pg_catalog"."int8")))) NOT VALID;
COMMIT;

-- transaction 2 of 4
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.rest in SHARE UPDATE EXCLUSIVE mode
-- reads or writes about 9000000 rows
ALTER TABLE ONLY "public"."rest" VALIDATE CONSTRAINT "partwarden_keep_out_8561bb2d";
COMMIT;

-- transaction 3 of 4
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.events in ACCESS SHARE mode
CREATE TABLE "public"."e1" (LIKE "public"."events" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.events in ACCESS SHARE mode
CREATE TABLE "public"."e2" (LIKE "public"."events" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.events in ACCESS SHARE mode
CREATE TABLE "public"."e3" (LIKE "public"."events" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
LOCK TABLE ONLY "public"."events" IN SHARE UPDATE EXCLUSIVE MODE;
-- locks public.rest in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."rest" IN ACCESS EXCLUSIVE MODE NOWAIT;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."events"'') = 4100057625::oid AND (SELECT partdefid FROM pg_catalog.pg_partitioned_table WHERE partrelid = 4100057625) = 4100023508 AND (SELECT count(DISTINCT confrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND conrelid = 4100057625) = 0 AND (SELECT count(DISTINCT conrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND confrelid = 4100057625) = 0) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
-- locks public.rest in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" ATTACH PARTITION "public"."e1" FOR VALUES FROM ('1') TO ('10');
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
-- locks public.rest in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" ATTACH PARTITION "public"."e2" FOR VALUES FROM ('10') TO ('20');
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
-- locks public.rest in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" ATTACH PARTITION "public"."e3" FOR VALUES FROM ('40') TO ('50');
COMMIT;

-- transaction 4 of 4
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.rest in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."rest" IN ACCESS EXCLUSIVE MODE;
-- locks public.rest in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."rest" DROP CONSTRAINT IF EXISTS "partwarden_keep_out_8561bb2d";
COMMIT;
