-- The databases that are taken care of. The document has references to secrets, never a secret.
CREATE TABLE partwarden.target (
    name       text        NOT NULL PRIMARY KEY,
    document   jsonb       NOT NULL,
    etag       text        NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- How a session on a target finds out that it has reached this very database, by whatever host name: comments can be read by
-- every role, tables cannot.
DO $$
BEGIN
    EXECUTE format('COMMENT ON TABLE partwarden.target IS %L', 'Partwarden instance ' || gen_random_uuid());
END
$$;
