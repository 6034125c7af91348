-- Whether a table that we detached is to be dropped, as the policy said it when the detach ended. What was detached before this stays.
-- drop_grace and drop_needs_archive are written when the detach begins; drop_after when its end was seen: null means that it stays.
-- detached_xmin is the transaction that last wrote the table's row of pg_class when we saw it detached: another one means that somebody
-- has changed the table since, so that it is not ours to drop.
ALTER TABLE partwarden.partition_record
    ADD COLUMN drop_grace         interval,
    ADD COLUMN drop_needs_archive boolean,
    ADD COLUMN drop_after         timestamptz,
    ADD COLUMN detached_xmin      text;
