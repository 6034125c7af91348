-- Create partition public.e1 of public.events with up to 1000 rows from the default partition public.rest.
-- warning (rows-move): Moves up to 1000 rows from the default partition public.rest. A transaction in REPEATABLE READ or SERIALIZABLE that began before and first looks for such a row afterwards does not find it; all others see every row once.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.events in ACCESS SHARE mode
CREATE TABLE "public"."e1" (LIKE "public"."events" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.events in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."events" IN ACCESS EXCLUSIVE MODE;
-- locks public.rest in ACCESS EXCLUSIVE mode
LOCK TABLE ONLY "public"."rest" IN ACCESS EXCLUSIVE MODE NOWAIT;
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."events"'') = 4100057625::oid AND (SELECT partdefid FROM pg_catalog.pg_partitioned_table WHERE partrelid = 4100057625) = 4100023508 AND (SELECT count(DISTINCT confrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND conrelid = 4100057625) = 0 AND (SELECT count(DISTINCT conrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND confrelid = 4100057625) = 0) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
DO 'BEGIN IF (pg_catalog.to_regclass(''"public"."events"'') = 4100057625::oid AND pg_catalog.to_regclass(''"public"."rest"'') = 4100023508::oid AND EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = 4100023508 AND inhparent = 4100057625)) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
DO 'BEGIN IF (NOT (EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = 4100023508::oid AND t.tgtype & 8 <> 0 AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.oid = t.tgconstraint AND k.contype = ''f''))) AND NOT (EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = 4100023508::oid AND r.ev_type = ''4'')) AND NOT (EXISTS (SELECT FROM pg_catalog.pg_constraint f WHERE f.contype = ''f'' AND f.confrelid = 4100023508::oid)) AND NOT (CASE WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_publication b WHERE b.pubdelete) THEN false WHEN EXISTS (SELECT FROM pg_catalog.pg_publication b WHERE b.pubdelete AND b.puballtables) THEN true ELSE EXISTS (SELECT FROM pg_catalog.pg_publication b JOIN pg_catalog.pg_publication_tables p ON p.pubname = b.pubname JOIN pg_catalog.pg_namespace s ON s.nspname = p.schemaname JOIN pg_catalog.pg_class t ON t.relnamespace = s.oid AND t.relname = p.tablename WHERE b.pubdelete AND t.oid IN (SELECT relid FROM pg_catalog.pg_partition_ancestors(4100023508::oid))) END) AND NOT (EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.inhrelid AND a.attgenerated <> '''' JOIN pg_catalog.pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum JOIN pg_catalog.pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname LEFT JOIN pg_catalog.pg_attrdef pv ON pv.adrelid = pa.attrelid AND pv.adnum = pa.attnum WHERE i.inhrelid = 4100023508::oid AND NOT a.attisdropped AND pg_catalog.pg_get_expr(v.adbin, v.adrelid) IS DISTINCT FROM pg_catalog.pg_get_expr(pv.adbin, pv.adrelid)))) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks public.rest in ACCESS EXCLUSIVE mode
DO '#variable_conflict use_column
BEGIN IF (SELECT pg_catalog.count(*) FROM (SELECT FROM ONLY "public"."rest" WHERE (("id" IS NULL) OR ("id" = ''1''::"pg_catalog"."int8")) LIMIT 1001) AS counted) > 1000 THEN RAISE EXCEPTION USING ERRCODE = ''PW002'', MESSAGE = ''more rows than may be moved at once''; END IF; END';
-- locks public.rest in ACCESS EXCLUSIVE mode
-- reads or writes about 1000 rows
WITH moved AS (DELETE FROM ONLY "public"."rest" WHERE (("id" IS NULL) OR ("id" = '1'::"pg_catalog"."int8")) RETURNING "id") INSERT INTO "public"."e1" ("id") SELECT "id" FROM moved;
-- locks public.events in ACCESS EXCLUSIVE mode
-- locks public.rest in ACCESS EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" ATTACH PARTITION "public"."e1" FOR VALUES IN (NULL, '1');
COMMIT;
