-- db-scheduler's table, with its names and its columns. One row per instance of a recurring task; task_data is the interval in ISO 8601.
CREATE TABLE partwarden.scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_execution_time ON partwarden.scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON partwarden.scheduled_tasks (last_heartbeat);

-- Who works on what. A row outlives its claim, so that a fence is never given out twice; without a holder the subject is free.
CREATE TABLE partwarden.claim (
    subject      text        PRIMARY KEY,
    fence        bigint      NOT NULL,
    holder       text,
    acquired_at  timestamptz NOT NULL,
    heartbeat_at timestamptz NOT NULL
);
