-- Settled matches that stand no more, and why: the other half of the match log, whose settled half lies in the lake
-- (orchestration.match_segments). A row is written by the run that revoked the match and never changed; `settled_in` is the run
-- whose files have the match.
CREATE TABLE orchestration.revoked_matches (
    tenant_id text NOT NULL,
    match_id text NOT NULL,
    settled_in text NOT NULL,
    cause text NOT NULL CHECK (cause IN ('restated', 'unmatched', 'changed')),
    reason text NOT NULL,
    run_id text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, match_id, settled_in, run_id)
);
