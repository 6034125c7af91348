-- The bound that a partition had when its detach was begun, as ATTACH PARTITION takes it: the catalog forgets it.
ALTER TABLE partwarden.partition_record ADD COLUMN bound text;
