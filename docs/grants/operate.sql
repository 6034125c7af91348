-- A login that takes care of partitions, and the role that owns the tables. For a target with mode "operate":
--   "username": "partwarden_operate", "owner_role": "partwarden_owner"
--
--   psql -d <database> -f operate.sql            as the database's owner with CREATEROLE; no superuser is needed
--   \password partwarden_operate                 afterwards; the password goes where password_ref points, never in here
--
-- Amazon RDS and Aurora: run it as the master user. Cloud SQL: as "postgres". Azure: as the server's admin. From PostgreSQL 16 on,
-- whoever runs it needs pg_monitor WITH ADMIN OPTION, which these have. It can be run again.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'partwarden_owner') THEN
        -- Owns tables, logs in nowhere.
        CREATE ROLE partwarden_owner NOLOGIN NOCREATEDB NOCREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'partwarden_operate') THEN
        -- A pool of 4, and what checks and long statements need beside it.
        CREATE ROLE partwarden_operate LOGIN NOCREATEDB NOCREATEROLE CONNECTION LIMIT 10;
    END IF;
    -- Where CONNECT was taken from PUBLIC.
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO partwarden_operate', current_database());
END
$$;

-- Attaching and detaching need ownership of the parent, and MAINTAIN does not give it. Sessions SET ROLE to the owner, so that
-- new partitions are the owner's too. Where the tables belong to a role of yours already, grant that one instead, and name it as
-- owner_role: GRANT <owner> TO partwarden_operate;
GRANT partwarden_owner TO partwarden_operate;

-- Who blocks whom: what other sessions do and since when. To the login, since the owner is asked for nothing but tables.
GRANT pg_monitor TO partwarden_operate;

-- New partitions are made here; for more schemas, more of these lines.
GRANT USAGE, CREATE ON SCHEMA public TO partwarden_owner;
