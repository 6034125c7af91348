SET search_path = pg_catalog;
SET TimeZone = 'UTC';

CREATE TABLE "public"."measurements" (
    "id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    "sensor" text NOT NULL,
    "taken_at" timestamp with time zone NOT NULL,
    "value" numeric(12,3),
    "stored_at" timestamp with time zone DEFAULT now() NOT NULL
) PARTITION BY RANGE (taken_at);
ALTER TABLE "public"."measurements" ADD CONSTRAINT "measurements_pkey" PRIMARY KEY (id, taken_at);
CREATE INDEX measurements_sensor_taken_at_idx ON ONLY public.measurements USING btree (sensor, taken_at);

CREATE TABLE "public"."measurements_p202601" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202602" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-02-01 00:00:00+00') TO ('2026-03-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202603" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-03-01 00:00:00+00') TO ('2026-04-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202604" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-04-01 00:00:00+00') TO ('2026-05-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202605" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-05-01 00:00:00+00') TO ('2026-06-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202606" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-06-01 00:00:00+00') TO ('2026-07-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202607" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-07-01 00:00:00+00') TO ('2026-08-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202608" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-08-01 00:00:00+00') TO ('2026-09-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202609" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-09-01 00:00:00+00') TO ('2026-10-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202610" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202611" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');

CREATE TABLE "public"."measurements_p202612" PARTITION OF "public"."measurements" FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
