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
-- locks s "; drop.select in SHARE UPDATE EXCLUSIVE mode
ALTER TABLE ONLY "s ""; drop"."select" ATTACH PARTITION "s ""; drop"."Ünï'""""--/*" FOR VALUES IN ('x''); DROP TABLE "s ""; drop"."select"; --\');
COMMIT;
