-- Settled matches, as the runs that settled them wrote them to the lake: they stand until a restated line or a person
-- revokes them, whatever becomes of the warehouse.
CREATE TABLE orchestration.match_segments (
    tenant_id text NOT NULL,
    run_id text NOT NULL,
    matches_path text NOT NULL,         -- both relative to the lake
    items_path text NOT NULL,
    matches bigint NOT NULL,
    items bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, run_id)
);
