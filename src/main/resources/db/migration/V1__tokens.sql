-- Who may call. The secret itself is never stored: it has 256 random bits, so a plain SHA-256 is enough.
CREATE TABLE partwarden.token (
    name         text PRIMARY KEY,
    secret_hash  bytea       NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    role         text        NOT NULL CHECK (role IN ('viewer', 'producer', 'operator', 'admin')),
    -- Null is no limit.
    targets      text[],
    sources      text[],
    providers    text[],
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    expires_at   timestamptz,
    -- Coarse: written at most every five minutes.
    last_used_at timestamptz
);
