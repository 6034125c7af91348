-- Tables whose policies were read from another tool's configuration, as they were then: what was done since can be told apart, and a
-- table that was taken over can be handed back as it was.
CREATE TABLE partwarden.imported_table (
    target             text        NOT NULL,
    schema_name        text        NOT NULL,
    table_name         text        NOT NULL,
    tool               text        NOT NULL CHECK (tool IN ('pg_partman', 'go_partman')),
    since              timestamptz NOT NULL,
    partitions         jsonb       NOT NULL,
    switched_off       text[]      NOT NULL DEFAULT '{}',
    switched_off_below text[]      NOT NULL DEFAULT '{}',
    PRIMARY KEY (target, schema_name, table_name),
    FOREIGN KEY (target, schema_name, table_name) REFERENCES partwarden.policy ON DELETE CASCADE
);
