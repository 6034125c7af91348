-- Who began the detach: what a policy's run detached it drops after its grace, and what a person detached stays.
ALTER TABLE partwarden.partition_record ADD COLUMN detached_by text;
