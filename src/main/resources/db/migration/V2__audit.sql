-- Every change and every refused change. A change that starts has a row then and one at its end, under the same change_id.
CREATE TABLE partwarden.audit (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    change_id      uuid        NOT NULL,
    at             timestamptz NOT NULL,
    actor          text        NOT NULL,
    role           text,
    remote_address text,
    request_id     text,
    method         text,
    path           text,
    action         text        NOT NULL,
    target         text,
    table_name     text,
    object         text,
    plan           jsonb,
    sql            text[]      NOT NULL,
    outcome        text        NOT NULL CHECK (outcome IN ('started', 'succeeded', 'refused', 'failed')),
    code           text,
    detail         text,
    duration_ms    bigint      NOT NULL
);

CREATE INDEX audit_change ON partwarden.audit (change_id);
CREATE INDEX audit_target ON partwarden.audit (target, table_name, id);
CREATE INDEX audit_actor ON partwarden.audit (actor, id);

CREATE FUNCTION partwarden.audit_is_append_only() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION 'partwarden.audit is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON partwarden.audit
    FOR EACH STATEMENT EXECUTE FUNCTION partwarden.audit_is_append_only();
-- Also for sessions with session_replication_role = replica.
ALTER TABLE partwarden.audit ENABLE ALWAYS TRIGGER audit_append_only;
