-- The tenants of tables whose policy has tenants, each known by its value as the server writes it. They stay when the policy is deleted: a
-- new one finds them again.
CREATE TABLE partwarden.tenant (
    target             text        NOT NULL,
    schema_name        text        NOT NULL,
    table_name         text        NOT NULL,
    -- SHA-256 of the value in hex: a value may be longer than an index takes.
    key                text        NOT NULL,
    value              text        NOT NULL,
    -- Instead of the policy's; null where that counts.
    retention          jsonb,
    -- In the order in which they came.
    number             bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    registered_at      timestamptz NOT NULL,
    -- How it leaves, once that has begun, and which partitions somebody has agreed to lose.
    leaving            text        CHECK (leaving IN ('detach', 'drop')),
    leaving_partitions bigint[],
    PRIMARY KEY (target, schema_name, table_name, key)
);

CREATE UNIQUE INDEX tenant_number ON partwarden.tenant (target, schema_name, table_name, number);
