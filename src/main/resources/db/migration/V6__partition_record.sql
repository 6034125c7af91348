-- What the catalog of a target cannot say about a partition: when and by whom it was made here, and whether an interrupted detach is
-- ours to finalize. The target's catalog stays the truth about everything else.
CREATE TABLE partwarden.partition_record (
    target            text        NOT NULL,
    oid               bigint      NOT NULL,
    parent_oid        bigint      NOT NULL,
    schema_name       text        NOT NULL,
    relation_name     text        NOT NULL,
    created_at        timestamptz,
    created_by        text,
    detach_started_at timestamptz,
    detached_at       timestamptz,
    PRIMARY KEY (target, oid)
);

CREATE INDEX partition_record_parent ON partwarden.partition_record (target, parent_oid);
