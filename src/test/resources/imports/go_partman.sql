-- The registry of go_partman, as it makes it at its start.
CREATE SCHEMA partman;

CREATE TABLE partman.parent_tables (
    id                 varchar PRIMARY KEY,
    schema_name        varchar NOT NULL,
    table_name         varchar NOT NULL,
    tenant_column      varchar NOT NULL,
    partition_by       varchar NOT NULL,
    partition_type     varchar NOT NULL,
    partition_interval varchar NOT NULL,
    partition_count    int     NOT NULL DEFAULT 10,
    retention_period   varchar NOT NULL,
    UNIQUE (schema_name, table_name)
);

CREATE TABLE partman.tenants (
    id              varchar NOT NULL,
    parent_table_id varchar NOT NULL REFERENCES partman.parent_tables (id),
    PRIMARY KEY (parent_table_id, id)
);
