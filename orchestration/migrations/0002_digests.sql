-- Digests of exceptions: an outbox. A digest is written down whole, with what it tells and to which sinks, before the
-- first sink is asked; what a sink does not take waits here. Nothing is composed twice: a repeated attempt sends the same
-- bytes under the same id, so that a receiver that did take it, unnoticed, can drop the second copy.

CREATE TABLE orchestration.digests (
    tenant_id text NOT NULL,
    digest_no bigint GENERATED ALWAYS AS IDENTITY,      -- digests go out in this order
    digest_id text NOT NULL,
    run_id text NOT NULL,                               -- the published run that it tells of
    body text NOT NULL,                                 -- the JSON as it is sent
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, digest_id)
);

-- What was ever told: each exception once as new, and once as overdue.
CREATE TABLE orchestration.digest_items (
    tenant_id text NOT NULL,
    exception_id text NOT NULL,
    told_as text NOT NULL CHECK (told_as IN ('new', 'overdue')),
    digest_id text NOT NULL,
    PRIMARY KEY (tenant_id, exception_id, told_as),
    FOREIGN KEY (tenant_id, digest_id) REFERENCES orchestration.digests (tenant_id, digest_id)
);

CREATE TABLE orchestration.digest_deliveries (
    tenant_id text NOT NULL,
    digest_id text NOT NULL,
    sink text NOT NULL,
    delivered_at timestamptz,                           -- null: still waiting
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    PRIMARY KEY (tenant_id, digest_id, sink),
    FOREIGN KEY (tenant_id, digest_id) REFERENCES orchestration.digests (tenant_id, digest_id)
);

CREATE INDEX digest_deliveries_waiting ON orchestration.digest_deliveries (tenant_id, sink) WHERE delivered_at IS NULL;
