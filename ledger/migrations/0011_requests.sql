-- Idempotency of requests, for ever: what was answered to a key, written in the transaction that did what was asked. The same
-- key again is answered from here, to the byte; the same key with another request (another SHA-256) is a mistake.
CREATE TABLE ledger.requests (
    tenant_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL CHECK (key <> ''),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    status smallint NOT NULL CHECK (status BETWEEN 200 AND 499),
    response text NOT NULL,
    requested_by text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tenant_id, key)
);
COMMENT ON COLUMN ledger.requests.sha256 IS 'Of the canonical request: method, path and body';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.requests
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- Posting in one call, for requests that their sender has prepared: amounts in minor units, texts that all lines share said
-- once on the journal, foreign lines with both amounts. Where a journal_id is in the book already, nothing is written and
-- these ids are answered: they need a comparison, which is not this function's job. The law judges the rest as any other row.
CREATE FUNCTION ledger.post_prepared(
    tenant text, ids text[], entities text[], base_currencies text[], effective_dates date[], document_dates date[],
    kinds text[], adjustments boolean[], refs text[], descriptions text[], counterparties text[], group_keys text[],
    line_positions integer[], line_nos integer[], line_accounts text[], line_currencies text[], line_amounts bigint[],
    line_base_amounts bigint[], line_rates numeric[], line_rate_dates date[], line_rate_sources text[],
    line_refs text[], line_descriptions text[], line_counterparties text[], line_group_keys text[]
) RETURNS TABLE (known text[], recorded_at timestamptz) LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    numbers bigint[];
BEGIN
    -- Until the transaction ends: what is checked at the commit is planned once a session, and a plan made on a small book
    -- would scan all of it for each journal once it is large.
    PERFORM set_config('enable_seqscan', 'off', true);
    -- Id by id: asked for all of them at once, an empty book is planned as one scan over the tenant's journals, and the plan
    -- is kept while the book grows.
    known := ARRAY(
        SELECT recorded.journal_id
        FROM unnest(ids) AS asked (id)
        CROSS JOIN LATERAL (
            SELECT journal.journal_id FROM ledger.journals AS journal
            WHERE journal.tenant_id = tenant AND journal.journal_id = asked.id
            OFFSET 0
        ) AS recorded
    );
    recorded_at := transaction_timestamp();
    IF known = '{}' THEN
        numbers := ARRAY(SELECT nextval('ledger.event_numbers') FROM generate_series(1, cardinality(ids)));
        INSERT INTO ledger.lines (
            tenant_id, journal_no, line_no, account_code, currency, amount, base_amount, rate, rate_date, rate_source,
            reference, description, counterparty, group_key
        )
        SELECT tenant, numbers[line.position], line.line_no, line.account, line.currency, line.amount, line.base_amount,
            line.rate, line.rate_date, line.rate_source, line.reference, line.description, line.counterparty, line.group_key
        FROM unnest(
            line_positions, line_nos, line_accounts, line_currencies, line_amounts, line_base_amounts, line_rates,
            line_rate_dates, line_rate_sources, line_refs, line_descriptions, line_counterparties, line_group_keys
        ) AS line (
            position, line_no, account, currency, amount, base_amount, rate, rate_date, rate_source, reference,
            description, counterparty, group_key
        );
        INSERT INTO ledger.journals (
            tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date, document_date, kind, adjustment,
            reference, description, counterparty, group_key
        )
        SELECT tenant, numbers[journal.position], journal.id, journal.entity, journal.base_currency,
            journal.effective_date, journal.document_date, journal.kind, coalesce(journal.adjustment, false),
            journal.reference, journal.description, journal.counterparty, journal.group_key
        FROM unnest(
            ids, entities, base_currencies, effective_dates, document_dates, kinds, adjustments, refs, descriptions,
            counterparties, group_keys
        ) WITH ORDINALITY AS journal (
            id, entity, base_currency, effective_date, document_date, kind, adjustment, reference, description,
            counterparty, group_key, position
        );
    END IF;
    RETURN NEXT;
END $$;
