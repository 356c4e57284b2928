-- Runs, and what each took out of our own ledger. A run's row is inserted when it starts and completed when it ends; a row
-- that never ended is a run that was killed.

CREATE SCHEMA orchestration;

CREATE TABLE orchestration.runs (
    tenant_id text NOT NULL,
    run_id text NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    status text NOT NULL CHECK (status IN ('running', 'published', 'unchanged', 'rejected', 'failed')),
    inputs text,                        -- fingerprint of everything that the build was made of
    outcome jsonb,                      -- what `tieout run --json` prints
    PRIMARY KEY (tenant_id, run_id)
);

-- An extract is a Parquet file of the lake with our own ledger's lines; `watermark` is the transaction horizon up to which
-- all lines are extracted, so that one committed late is never skipped.
CREATE TABLE orchestration.ledger_extracts (
    tenant_id text NOT NULL,
    extract_id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    lines_path text NOT NULL,
    lines bigint NOT NULL,
    watermark text NOT NULL,
    run_id text NOT NULL,
    extracted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, extract_id)
);
