-- A login that may look at partitions and change nothing. For a target with mode "observe".
--
--   psql -d <database> -f observe.sql            as the database's owner with CREATEROLE; no superuser is needed
--   \password partwarden_observe                 afterwards; the password goes where password_ref points, never in here
--
-- Amazon RDS and Aurora: run it as the master user. Cloud SQL: as "postgres". Azure: as the server's admin. From PostgreSQL 16 on,
-- whoever runs it needs pg_monitor WITH ADMIN OPTION, which these have. It can be run again.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'partwarden_observe') THEN
        -- A pool of 4, and what checks and long statements need beside it.
        CREATE ROLE partwarden_observe LOGIN NOCREATEDB NOCREATEROLE CONNECTION LIMIT 10;
    END IF;
    -- Where CONNECT was taken from PUBLIC.
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO partwarden_observe', current_database());
END
$$;

-- Sizes, and who blocks whom: what other sessions do and since when.
GRANT pg_monitor TO partwarden_observe;

-- Tables by their names; for more schemas, more of these lines. The catalogs themselves are open to every role.
GRANT USAGE ON SCHEMA public TO partwarden_observe;

-- Whether a default partition holds rows is asked of the partition itself. Optional, for each one:
-- GRANT SELECT ON public.<default partition> TO partwarden_observe;
