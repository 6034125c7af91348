-- Create table sch"ema';.a"; drop table x; --, partitioned by range (select, quote'").

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;

-- transaction 1 of 1
BEGIN;
SET LOCAL lock_timeout = '100ms';
CREATE TABLE "sch""ema';"."a""; drop table x; --" (
    "select" "pg_catalog"."date" NOT NULL,
    "Mixed Case" "pg_catalog"."int4",
    "quote'""" "pg_catalog"."text" DEFAULT '''; drop table x; -- "' NOT NULL,
    "éééééééééééééééééééééééééééééééx" "sch""ema';"."ty""pe",
    "$1 %s {0} \ ?" "pg_catalog"."int4" NOT NULL,
    CONSTRAINT "a""; drop table x; --_pkey" PRIMARY KEY ("select", "quote'""")
) PARTITION BY RANGE ("select", "quote'""");
CREATE INDEX "idx""; drop" ON "sch""ema';"."a""; drop table x; --" USING "btree" ("Mixed Case", "$1 %s {0} \ ?");
CREATE INDEX "a""; drop table _ééééééééééééééééééé_9b578dbd" ON "sch""ema';"."a""; drop table x; --" USING "btree" ("éééééééééééééééééééééééééééééééx");
COMMIT;
