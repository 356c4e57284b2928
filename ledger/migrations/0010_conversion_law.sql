-- A line in a foreign currency says how its functional amount came about: the rate (functional units per unit of the line's
-- currency), the day it is of, and who says so. Lines of the book's first version have none, and stay as they were recorded.
ALTER TABLE ledger.lines
    ADD COLUMN rate numeric,
    ADD COLUMN rate_date date,
    ADD COLUMN rate_source text COLLATE "C",
    ADD CONSTRAINT rate_with_its_date_and_source CHECK (
        (rate IS NULL AND rate_date IS NULL AND rate_source IS NULL)
        OR (rate > 0 AND rate < 'infinity' AND rate_date IS NOT NULL AND rate_source IS NOT NULL AND rate_source <> '')
    );
ALTER TABLE ledger.journals ADD COLUMN adjustment boolean NOT NULL DEFAULT FALSE;
ALTER TABLE ledger.journals ADD CONSTRAINT dated_on_a_day CHECK (isfinite(effective_date) AND isfinite(document_date));
COMMENT ON COLUMN ledger.journals.adjustment IS 'Belongs to the fiscal year''s adjustment period (13), not to its last month';

-- The rate that two amounts imply. The dividend's 30 decimals make PostgreSQL keep 30 in the quotient: enough for any bigint.
CREATE FUNCTION ledger.implied_rate(amount bigint, base_amount bigint, scale integer, base_scale integer) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN trim_scale(round(base_amount::numeric(60, 30) / amount * power(10::numeric, scale - base_scale), 30));

CREATE FUNCTION ledger.canonical_line(
    account_code text, currency text, amount bigint, base_amount bigint, reference text, description text,
    counterparty text, group_key text, rate numeric, rate_date date, rate_source text
) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN rate IS NULL THEN json_build_array(
        account_code, currency, amount, base_amount, reference, description, counterparty, group_key
    )
    ELSE json_build_array(
        account_code, currency, amount, base_amount, reference, description, counterparty, group_key,
        trim_scale(rate), rate_date, rate_source
    )
END::text;

CREATE FUNCTION ledger.canonical_journal(
    journal_id text, entity_id text, base_currency text, effective_date date, document_date date, kind text,
    reverses text, adjustment boolean, lines text
) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN '{"v": 1, "journal": ' || CASE
    WHEN adjustment THEN json_build_array(
        journal_id, entity_id, base_currency, effective_date, document_date, kind, reverses, adjustment
    )
    ELSE json_build_array(journal_id, entity_id, base_currency, effective_date, document_date, kind, reverses)
END::text || ', "lines": [' || lines || ']}';

-- Posting sees what others commit while it waits for a lock, and only READ COMMITTED shows that: an older snapshot would
-- post into a period that was closed meanwhile.
CREATE OR REPLACE FUNCTION ledger.enforce_balance() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    seen record;
    wrong record;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'journals are posted in READ COMMITTED, not in %: a kept snapshot does not see a period being closed',
            current_setting('transaction_isolation') USING ERRCODE = 'LD007';
    END IF;
    IF EXISTS (
        SELECT FROM new_journals
        WHERE recorded_xid <> pg_current_xact_id() OR recorded_at <> transaction_timestamp()
    ) THEN
        RAISE EXCEPTION 'journals: recorded_at and recorded_xid are given by the ledger, leave them out'
            USING ERRCODE = 'LD007';
    END IF;
    SELECT journal.journal_id, journal.base_currency, total.*,
        CASE
            WHEN lines < 2 THEN 1
            WHEN difference IS NOT NULL THEN 2
            WHEN base_differs THEN 3
            WHEN base_difference <> 0 THEN 4
            WHEN unrated IS NOT NULL THEN 5
            WHEN converted THEN 6
        END AS remark
    INTO seen
    FROM new_journals AS journal
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(lines), 0) AS lines, sum(base_amount) AS base_difference, bool_or(base_differs) AS base_differs,
            max(currency) FILTER (WHERE amount <> 0) AS currency, max(amount) FILTER (WHERE amount <> 0) AS difference,
            max(currency) FILTER (WHERE unrated) AS unrated, bool_or(currency <> journal.base_currency) AS converted
        FROM (
            SELECT line.currency, count(*) AS lines, sum(line.amount) AS amount, sum(line.base_amount) AS base_amount,
                line.currency = journal.base_currency
                    AND bool_or(line.amount <> line.base_amount OR line.rate IS NOT NULL) AS base_differs,
                line.currency <> journal.base_currency AND bool_or(line.rate IS NULL) AS unrated
            FROM ledger.lines AS line
            WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
            GROUP BY line.currency
        ) AS per_currency
    ) AS total
    ORDER BY remark NULLS LAST
    LIMIT 1;
    CASE seen.remark
        WHEN 1 THEN RAISE EXCEPTION
            'journal "%" has % line(s): it needs at least two, inserted before it in its own transaction',
            seen.journal_id, seen.lines USING ERRCODE = 'LD002';
        WHEN 2 THEN RAISE EXCEPTION 'journal "%" does not balance: debits minus credits = % minor units of %',
            seen.journal_id, seen.difference, seen.currency USING ERRCODE = 'LD001';
        WHEN 3 THEN RAISE EXCEPTION 'journal "%" has a line in % whose base_amount is not its amount, or that has a rate',
            seen.journal_id, seen.base_currency USING ERRCODE = 'LD001';
        WHEN 4 THEN RAISE EXCEPTION
            'journal "%" does not balance in base currency: debits minus credits = % minor units of %',
            seen.journal_id, seen.base_difference, seen.base_currency USING ERRCODE = 'LD001';
        WHEN 5 THEN RAISE EXCEPTION 'journal "%" has a line in % without a rate: give the rate, its date and its source',
            seen.journal_id, seen.unrated USING ERRCODE = 'LD001';
        WHEN 6 THEN
            SELECT journal.journal_id, line.* INTO wrong
            FROM new_journals AS journal
            CROSS JOIN LATERAL (
                SELECT line.*, unit.scale, base_unit.scale AS base_scale
                FROM ledger.lines AS line
                JOIN ledger.currencies AS unit
                    ON unit.tenant_id = line.tenant_id AND unit.currency = line.currency
                JOIN ledger.currencies AS base_unit
                    ON base_unit.tenant_id = line.tenant_id AND base_unit.currency = journal.base_currency
                WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
                    AND line.rate IS NOT NULL
            ) AS line
            WHERE abs(base_amount - amount * rate * power(10::numeric, base_scale - scale)) > 1
            LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION 'journal "%", line %: base_amount % is not % minor units of % at the rate %',
                    wrong.journal_id, wrong.line_no, wrong.base_amount, wrong.amount, wrong.currency, wrong.rate
                    USING ERRCODE = 'LD001';
            END IF;
        ELSE NULL;
    END CASE;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION ledger.record_journals() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO ledger.events (tenant_id, event_no, kind, body, sha256)
    SELECT tenant_id, journal_no, 'journal_posted', body, ledger.fingerprint(body)
    FROM (
        SELECT journal.tenant_id, journal.journal_no, ledger.canonical_journal(
            journal.journal_id, journal.entity_id, journal.base_currency, journal.effective_date,
            journal.document_date, journal.kind,
            CASE WHEN journal.reverses IS NOT NULL THEN (
                SELECT original.journal_id FROM ledger.journals AS original
                WHERE original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses
            ) END,
            journal.adjustment,
            (
                SELECT string_agg(
                    ledger.canonical_line(
                        line.account_code, line.currency, line.amount, line.base_amount,
                        coalesce(line.reference, journal.reference),
                        coalesce(line.description, journal.description),
                        coalesce(line.counterparty, journal.counterparty),
                        coalesce(line.group_key, journal.group_key),
                        line.rate, line.rate_date, line.rate_source
                    ), ', ' ORDER BY line.line_no
                )
                FROM ledger.lines AS line
                WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
            )
        ) AS body
        FROM new_journals AS journal
        OFFSET 0  -- else the body is built once more for its fingerprint
    ) AS posting;
    RETURN NULL;
END $$;

-- Every event would lock its tenant's row, in which all writers of a tenant then meet. Events are written from rows whose
-- tenant is proven already: an entity's, or the tenant's own.
ALTER TABLE ledger.events DROP CONSTRAINT events_tenant_id_fkey;
