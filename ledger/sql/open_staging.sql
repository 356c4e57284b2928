-- Where a request waits to be judged: session-private, without WAL, emptied by each commit. Amounts are still in major units.
CREATE TEMP TABLE IF NOT EXISTS staged_journals (
    position bigint NOT NULL,
    journal_id text COLLATE "C",
    entity_id text COLLATE "C",
    effective_date date,
    document_date date,
    kind text,
    reverses text COLLATE "C",
    adjustment boolean NOT NULL DEFAULT false,
    problem text,
    culprit text
) ON COMMIT DELETE ROWS;

CREATE TEMP TABLE IF NOT EXISTS staged_lines (
    position bigint NOT NULL,
    line_no integer NOT NULL,
    row_no bigint,
    account_code text COLLATE "C",
    currency text COLLATE "C",
    amount numeric,
    base_amount numeric,
    rate numeric,
    rate_date date,
    rate_source text,
    reference text,
    description text,
    counterparty text,
    group_key text,
    problem text,
    culprit text
) ON COMMIT DELETE ROWS;

CREATE TEMP TABLE IF NOT EXISTS assessed_lines (
    position bigint NOT NULL,
    line_no integer NOT NULL,
    row_no bigint,
    account_code text COLLATE "C",
    currency text COLLATE "C",
    amount bigint,
    base_amount bigint,
    rate numeric,
    rate_date date,
    rate_source text,
    reference text,
    description text,
    counterparty text,
    group_key text,
    problem text,
    culprit text
) ON COMMIT DELETE ROWS;

CREATE TEMP TABLE IF NOT EXISTS assessed_journals (
    position bigint NOT NULL,
    row_no bigint,
    journal_no bigint,
    replayed boolean NOT NULL,
    recorded_at timestamptz,
    lines bigint NOT NULL,
    journal_id text COLLATE "C",
    entity_id text COLLATE "C",
    base_currency text COLLATE "C",
    effective_date date,
    document_date date,
    kind text,
    reverses text COLLATE "C",
    adjustment boolean NOT NULL,
    reference text,
    description text,
    counterparty text,
    group_key text,
    problem text,
    culprit text
) ON COMMIT DELETE ROWS;

DELETE FROM staged_journals;
DELETE FROM staged_lines;
DELETE FROM assessed_lines;
DELETE FROM assessed_journals;
