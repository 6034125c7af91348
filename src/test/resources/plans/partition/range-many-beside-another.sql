-- Create 3 partitions of public.events.
-- warning (gap): No partition takes [0, 1): rows of that range will be refused.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
-- locks public.events in ACCESS SHARE mode
CREATE TABLE "public"."e2" (LIKE "public"."events" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.events in ACCESS SHARE mode
CREATE TABLE "public"."e3" (LIKE "public"."events" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.events in ACCESS SHARE mode
CREATE TABLE "public"."e0" (LIKE "public"."events" INCLUDING ALL EXCLUDING IDENTITY EXCLUDING STATISTICS) USING "heap" TABLESPACE "pg_default";
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
LOCK TABLE ONLY "public"."events" IN SHARE UPDATE EXCLUSIVE MODE;
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" ATTACH PARTITION "public"."e2" FOR VALUES FROM ('10') TO ('20');
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" ATTACH PARTITION "public"."e3" FOR VALUES FROM ('20') TO (MAXVALUE);
-- locks public.events in SHARE UPDATE EXCLUSIVE mode
ALTER TABLE ONLY "public"."events" ATTACH PARTITION "public"."e0" FOR VALUES FROM (MINVALUE) TO ('0');
COMMIT;
