-- The answer to the first request with an Idempotency-Key. Without one yet, the first request is running, until lease_until.
CREATE TABLE partwarden.idempotency (
    caller      text        NOT NULL,
    path        text        NOT NULL,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL,
    -- The process that runs the first request; it renews the lease while it does.
    owner       uuid        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    lease_until timestamptz NOT NULL,
    status      integer,
    headers     jsonb,
    body        bytea,
    PRIMARY KEY (caller, path, key)
);

CREATE INDEX idempotency_created_at ON partwarden.idempotency (created_at);
CREATE INDEX idempotency_running ON partwarden.idempotency (owner) WHERE status IS NULL;
