-- Create partition public.e1 of public.events.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.events in ACCESS SHARE mode
CREATE TABLE "public"."e1" (LIKE "public"."events" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" WITH ("fillfactor" = '70', "toast"."autovacuum_enabled" = 'false') TABLESPACE "pg_default";
ALTER TABLE ONLY "public"."e1" ALTER COLUMN "id" SET STATISTICS 500;
COMMENT ON TABLE "public"."e1" IS 'a table''s "comment"; --';
REVOKE ALL ON TABLE "public"."e1" FROM PUBLIC;
GRANT SELECT ON TABLE "public"."e1" TO "pg_monitor" WITH GRANT OPTION;
GRANT INSERT ("id") ON TABLE "public"."e1" TO PUBLIC;
CREATE POLICY "mine" ON "public"."e1" AS PERMISSIVE FOR SELECT TO PUBLIC USING ((id > 0));
CREATE POLICY "theirs" ON "public"."e1" AS RESTRICTIVE FOR INSERT TO "pg_monitor" WITH CHECK ((id < 100));
ALTER TABLE ONLY "public"."e1" ENABLE ROW LEVEL SECURITY;
ALTER TABLE ONLY "public"."e1" FORCE ROW LEVEL SECURITY;
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
LOCK TABLE ONLY "public"."events" IN SHARE UPDATE EXCLUSIVE MODE;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."events"'') = 4100057625::oid AND (SELECT partdefid FROM pg_catalog.pg_partitioned_table WHERE partrelid = 4100057625) = 0 AND (SELECT count(DISTINCT confrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND conrelid = 4100057625) = 0 AND (SELECT count(DISTINCT conrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND confrelid = 4100057625) = 0) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" ATTACH PARTITION "public"."e1" FOR VALUES FROM ('1') TO ('10');
DO 'DECLARE i name; BEGIN SELECT c.relname INTO STRICT i FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_index x ON x.indexrelid = h.inhrelid JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid WHERE h.inhparent = ''"public"."events_id"''::regclass AND x.indrelid = ''"public"."e1"''::regclass; EXECUTE pg_catalog.format(''ALTER TABLE %s REPLICA IDENTITY USING INDEX %I'', ''"public"."e1"'', i); END';
COMMIT;
