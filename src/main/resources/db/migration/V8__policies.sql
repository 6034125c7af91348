-- What a table's owner wants kept true. The table is known by its name: one that is dropped and made again, or restored from a dump, has
-- its policy still.
CREATE TABLE partwarden.policy (
    target         text        NOT NULL,
    schema_name    text        NOT NULL,
    table_name     text        NOT NULL,
    document       jsonb       NOT NULL,
    etag           text        NOT NULL,
    in_force_since timestamptz NOT NULL,
    paused         boolean     NOT NULL DEFAULT false,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    PRIMARY KEY (target, schema_name, table_name)
);

-- Where maintenance of a table stands. What is kept here can be found out anew: without it, only work is done twice.
CREATE TABLE partwarden.policy_state (
    target          text        NOT NULL,
    schema_name     text        NOT NULL,
    table_name      text        NOT NULL,
    -- Of the partition tree when it was last looked at, and when something will have to be done if it stays so.
    fingerprint     text,
    due_at          timestamptz,
    -- Per lane (a tenant's value, or an empty text): where partitions were made to, and the highest id seen and when.
    lanes           jsonb       NOT NULL DEFAULT '{}',
    -- A run that would retire more than allowed at first waits for this plan to be confirmed.
    first_run_done  boolean     NOT NULL DEFAULT false,
    last_success_at timestamptz,
    failures        integer     NOT NULL DEFAULT 0,
    failing_since   timestamptz,
    failure         jsonb,
    PRIMARY KEY (target, schema_name, table_name),
    FOREIGN KEY (target, schema_name, table_name) REFERENCES partwarden.policy ON DELETE CASCADE
);

-- Runs that changed something, failed, or were asked for; a look that found nothing to do leaves only its time in policy_state.
CREATE TABLE partwarden.maintenance_run (
    id          uuid        NOT NULL PRIMARY KEY,
    target      text        NOT NULL,
    schema_name text        NOT NULL,
    table_name  text        NOT NULL,
    job         text        NOT NULL CHECK (job IN ('create', 'retire', 'both')),
    actor       text        NOT NULL,
    replica     text        NOT NULL,
    outcome     text        NOT NULL CHECK (outcome IN ('running', 'nothing', 'changed', 'partial', 'failed')),
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    -- created[], detached[], dropped[], skipped[], hooks[], lock_waits[], as the API answers them.
    record      jsonb       NOT NULL,
    error       jsonb
);

CREATE INDEX maintenance_run_table ON partwarden.maintenance_run (target, schema_name, table_name, started_at DESC, id);

-- One row at most: while it is there, maintenance changes nothing anywhere.
CREATE TABLE partwarden.freeze (
    one       boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
    since     timestamptz NOT NULL,
    frozen_by text        NOT NULL,
    reason    text
);
