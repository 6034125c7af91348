-- Create partition s "; drop.Ünï'""--/* of s "; drop.select.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks s "; drop.select in ACCESS SHARE mode
CREATE TABLE "s ""; drop"."Ünï'""""--/*" (LIKE "s ""; drop"."select" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks s "; drop.select in SHARE UPDATE EXCLUSIVE mode
LOCK TABLE ONLY "s ""; drop"."select" IN SHARE UPDATE EXCLUSIVE MODE;
DO 'BEGIN IF (pg_catalog.to_regclass(''"s ""; drop"."select"'') = 4100013564::oid AND (SELECT partdefid FROM pg_catalog.pg_partitioned_table WHERE partrelid = 4100013564) = 0 AND (SELECT count(DISTINCT confrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND conrelid = 4100013564) = 0 AND (SELECT count(DISTINCT conrelid) FROM pg_catalog.pg_constraint WHERE contype = ''f'' AND confrelid = 4100013564) = 0) IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''the catalog is not the one that the plan was made for''; END IF; END';
-- locks s "; drop.select in SHARE UPDATE EXCLUSIVE mode
ALTER TABLE ONLY "s ""; drop"."select" ATTACH PARTITION "s ""; drop"."Ünï'""""--/*" FOR VALUES IN ('x''); DROP TABLE "s ""; drop"."select"; --\');
COMMIT;
