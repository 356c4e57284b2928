-- Closes: that a period is complete, by whom it was prepared and who certified it, and what exactly they vouched for. Events
-- are only ever added; how a period stands follows from its latest one. What was certified (a seal: the trial balance, what the
-- statements sum to, the proofs of the reconciliations, the checks) is kept row by row, so that any later change can be named.
CREATE SCHEMA IF NOT EXISTS reporting;
GRANT USAGE ON SCHEMA reporting TO tieout_app;
CREATE SEQUENCE reporting.close_numbers;

-- prepared: locked and sealed. certified: a second person vouches for it. refused: he does not, the period is open again.
-- decertified: a run found that what was certified is not so any more; restored: a later one found it as it was certified.
CREATE TABLE reporting.close_events (
    tenant_id text COLLATE "C" NOT NULL,
    event_no bigint NOT NULL DEFAULT nextval('reporting.close_numbers'),
    entity_id text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CONSTRAINT known_close_event CHECK (
        kind IN ('prepared', 'certified', 'refused', 'reopened', 'decertified', 'restored')
    ),
    close_no bigint NOT NULL,
    who text NOT NULL CONSTRAINT closed_by_somebody CHECK (btrim(who) <> ''),
    why text CONSTRAINT close_reason_says_something CHECK (btrim(why) <> ''),
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    run_id text,
    as_of date,
    trial_balance_hash text,
    seal_hash text,
    closing_journal_id text COLLATE "C",
    PRIMARY KEY (tenant_id, event_no),
    FOREIGN KEY (tenant_id, entity_id, period) REFERENCES ledger.periods,
    FOREIGN KEY (tenant_id, close_no) REFERENCES reporting.close_events (tenant_id, event_no),
    CONSTRAINT prepared_begins_a_close CHECK ((kind = 'prepared') = (close_no = event_no)),
    CONSTRAINT prepared_is_sealed CHECK ((kind = 'prepared') = (trial_balance_hash IS NOT NULL AND seal_hash IS NOT NULL)),
    CONSTRAINT closing_journal_of_a_close CHECK (kind = 'prepared' OR closing_journal_id IS NULL),
    CONSTRAINT undone_with_a_reason CHECK (why IS NOT NULL OR kind IN ('prepared', 'certified'))
);
COMMENT ON COLUMN reporting.close_events.close_no IS 'The close that an event is about: the number of the event that prepared it';
CREATE UNIQUE INDEX certified_once ON reporting.close_events (tenant_id, close_no) WHERE kind = 'certified';
CREATE UNIQUE INDEX taken_back_once ON reporting.close_events (tenant_id, close_no) WHERE kind IN ('refused', 'reopened');
CREATE INDEX close_events_of_a_period ON reporting.close_events (tenant_id, entity_id, period, event_no);

-- What was vouched for. The rows of a seal come before the event that they belong to, in its transaction, and none after it.
CREATE TABLE reporting.sealed_balances (
    tenant_id text COLLATE "C" NOT NULL,
    close_no bigint NOT NULL,
    book text COLLATE "C" NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    account_name text NOT NULL,
    account_type text COLLATE "C",
    currency text COLLATE "C" NOT NULL,
    opening numeric(38, 9) NOT NULL,
    closing numeric(38, 9) NOT NULL,
    base_currency text COLLATE "C" NOT NULL,
    base_closing numeric(38, 9) NOT NULL,
    PRIMARY KEY (tenant_id, close_no, book, account_code, currency, base_currency),
    FOREIGN KEY (tenant_id, close_no) REFERENCES reporting.close_events (tenant_id, event_no) DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON COLUMN reporting.sealed_balances.closing IS 'Before the journals that close a year; major units, debit positive';

CREATE TABLE reporting.sealed_totals (
    tenant_id text COLLATE "C" NOT NULL,
    close_no bigint NOT NULL,
    source text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    lines bigint NOT NULL,
    total numeric(38, 9) NOT NULL,
    last_date date NOT NULL,
    PRIMARY KEY (tenant_id, close_no, source, currency),
    FOREIGN KEY (tenant_id, close_no) REFERENCES reporting.close_events (tenant_id, event_no) DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON COLUMN reporting.sealed_totals.total IS 'Sum of a source''s lines to the period''s end; major units, money in positive';

CREATE TABLE reporting.sealed_proofs (
    tenant_id text COLLATE "C" NOT NULL,
    close_no bigint NOT NULL,
    reconciliation text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    left_total numeric(38, 9) NOT NULL,
    right_total numeric(38, 9) NOT NULL,
    matched_left numeric(38, 9) NOT NULL,
    matched_right numeric(38, 9) NOT NULL,
    in_transit numeric(38, 9) NOT NULL,
    match_difference numeric(38, 9) NOT NULL,
    exceptions_total numeric(38, 9) NOT NULL,
    unexplained numeric(38, 9) NOT NULL,
    exceptions bigint NOT NULL,
    PRIMARY KEY (tenant_id, close_no, reconciliation, currency),
    FOREIGN KEY (tenant_id, close_no) REFERENCES reporting.close_events (tenant_id, event_no) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE reporting.sealed_checks (
    tenant_id text COLLATE "C" NOT NULL,
    close_no bigint NOT NULL,
    position integer NOT NULL,
    check_id text COLLATE "C" NOT NULL,
    title text NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('passed', 'accepted')),
    detail text NOT NULL,
    blocking_count bigint NOT NULL CHECK (blocking_count >= 0),
    amount numeric(38, 9),
    currency text COLLATE "C",
    accepted_reason text CONSTRAINT acceptance_says_why CHECK (btrim(accepted_reason) <> ''),
    PRIMARY KEY (tenant_id, close_no, check_id),
    CONSTRAINT accepted_with_a_reason CHECK ((state = 'accepted') = (accepted_reason IS NOT NULL)),
    FOREIGN KEY (tenant_id, close_no) REFERENCES reporting.close_events (tenant_id, event_no) DEFERRABLE INITIALLY DEFERRED
);

-- What somebody says about a figure outside its expected range; the latest word on an account counts.
CREATE TABLE reporting.flux_comments (
    tenant_id text COLLATE "C" NOT NULL,
    comment_no bigint NOT NULL DEFAULT nextval('reporting.close_numbers'),
    entity_id text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    book text COLLATE "C" NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    comment text NOT NULL CONSTRAINT comment_says_something CHECK (btrim(comment) <> ''),
    who text NOT NULL CONSTRAINT commented_by_somebody CHECK (btrim(who) <> ''),
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    PRIMARY KEY (tenant_id, comment_no),
    FOREIGN KEY (tenant_id, entity_id) REFERENCES ledger.entities
);

-- Canonical text of a row: a JSON array, amounts without trailing zeros.
CREATE FUNCTION reporting.canonical(cells text[]) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_json(cells)::text;

CREATE VIEW reporting.sealed_rows WITH (security_invoker = TRUE) AS
SELECT tenant_id, close_no, 1 AS part, row_number() OVER (
        PARTITION BY tenant_id, close_no ORDER BY book, account_code, currency, base_currency
    ) AS position,
    reporting.canonical(ARRAY[
        book, account_code, currency, trim_scale(opening)::text, trim_scale(closing)::text, base_currency,
        trim_scale(base_closing)::text
    ]) AS row_text
FROM reporting.sealed_balances
UNION ALL
SELECT tenant_id, close_no, 2, row_number() OVER (PARTITION BY tenant_id, close_no ORDER BY source, currency),
    reporting.canonical(ARRAY[
        source, currency, lines::text, trim_scale(total)::text, to_char(last_date, 'YYYY-MM-DD')
    ])
FROM reporting.sealed_totals
UNION ALL
SELECT tenant_id, close_no, 3, row_number() OVER (PARTITION BY tenant_id, close_no ORDER BY reconciliation, currency),
    reporting.canonical(ARRAY[
        reconciliation, currency, trim_scale(left_total)::text, trim_scale(right_total)::text,
        trim_scale(matched_left)::text, trim_scale(matched_right)::text, trim_scale(in_transit)::text,
        trim_scale(match_difference)::text, trim_scale(exceptions_total)::text, trim_scale(unexplained)::text,
        exceptions::text
    ])
FROM reporting.sealed_proofs;
COMMENT ON VIEW reporting.sealed_rows IS 'Canonical text of every sealed row, in the order in which it is hashed: balances, totals, proofs';

-- SHA-256, in hexadecimal, over the first `parts` parts of a seal: 1 the trial balance, 3 all of it. One line a row.
CREATE FUNCTION reporting.hash_of(whose text, what bigint, parts integer) RETURNS text LANGUAGE sql STABLE
RETURN (
    SELECT encode(sha256(convert_to(coalesce(string_agg(row_text, chr(10) ORDER BY part, position), ''), 'UTF8')), 'hex')
    FROM reporting.sealed_rows
    WHERE tenant_id = whose AND close_no = what AND part <= parts
);

-- How a period of an entity stands: its latest event, and the close that it is about.
CREATE VIEW reporting.closes WITH (security_invoker = TRUE) AS
SELECT latest.tenant_id, latest.entity_id, latest.period, period.fiscal_year, period.starts, period.ends, period.adjustment,
    latest.close_no, CASE latest.kind WHEN 'restored' THEN 'certified' WHEN 'refused' THEN 'reopened' ELSE latest.kind END AS state,
    prepared.who AS prepared_by, prepared.recorded_at AS prepared_at, certified.who AS approved_by,
    certified.recorded_at AS approved_at, prepared.why, prepared.run_id, prepared.as_of, prepared.trial_balance_hash,
    prepared.seal_hash, prepared.closing_journal_id, latest.event_no AS last_event_no
FROM (
    SELECT DISTINCT ON (tenant_id, entity_id, period) * FROM reporting.close_events
    ORDER BY tenant_id, entity_id, period, event_no DESC
) AS latest
JOIN reporting.close_events AS prepared ON prepared.tenant_id = latest.tenant_id AND prepared.event_no = latest.close_no
JOIN ledger.periods AS period
    ON period.tenant_id = latest.tenant_id AND period.entity_id = latest.entity_id AND period.period = latest.period
LEFT JOIN reporting.close_events AS certified
    ON certified.tenant_id = latest.tenant_id AND certified.close_no = latest.close_no AND certified.kind = 'certified';
