-- When each exception was first published: the one fact about it that cannot be derived from the lake again.

CREATE SCHEMA reconcile;

CREATE TABLE reconcile.exceptions_seen (
    tenant_id text NOT NULL,
    exception_id text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    run_id text NOT NULL,
    PRIMARY KEY (tenant_id, exception_id)
);
