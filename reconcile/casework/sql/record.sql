-- Each asked event gets its number here, so that its exceptions and items can be written in the same statement.
WITH asked AS (
    SELECT nextval('reconcile.casework_numbers') AS event_no, event.*
    FROM jsonb_to_recordset(%(events)s) AS event (
        kind text, why text, reconciliation text, match_id text, draft_no bigint, undoes bigint, details jsonb,
        exception_ids jsonb, items jsonb, draft jsonb
    )
),

written AS (
    INSERT INTO reconcile.casework_events (
        tenant_id, event_no, kind, who, why, reconciliation, match_id, draft_no, undoes, details
    )
    SELECT %(tenant)s, event_no, kind, %(who)s, why, reconciliation, match_id, draft_no, undoes, coalesce(details, '{}')
    FROM asked
),

subjects AS (
    INSERT INTO reconcile.casework_subjects (tenant_id, event_no, exception_id)
    SELECT %(tenant)s, asked.event_no, subject.exception_id
    FROM asked
    CROSS JOIN LATERAL jsonb_array_elements_text(asked.exception_ids) AS subject (exception_id)
),

items AS (
    INSERT INTO reconcile.casework_items (tenant_id, event_no, side, item_id, part_no, amount)
    SELECT %(tenant)s, asked.event_no, item.side, replace(item.item_id, '{draft_no}', asked.event_no::text), item.part_no,
        item.amount
    FROM asked
    CROSS JOIN LATERAL jsonb_to_recordset(asked.items) AS item (side text, item_id text, part_no integer, amount bigint)
),

drafts AS (
    INSERT INTO reconcile.drafts (
        tenant_id, draft_no, entity_id, effective_date, currency, scale, amount, account_code, contra_code, journal_kind,
        counterparty, reference, description, rate, rate_source
    )
    SELECT %(tenant)s, asked.event_no, draft.entity_id, draft.effective_date, draft.currency, draft.scale, draft.amount,
        draft.account_code, draft.contra_code, draft.journal_kind, draft.counterparty, draft.reference, draft.description,
        draft.rate, draft.rate_source
    FROM asked
    CROSS JOIN LATERAL jsonb_to_record(asked.draft) AS draft (
        entity_id text, effective_date date, currency text, scale smallint, amount bigint, account_code text, contra_code text,
        journal_kind text, counterparty text, reference text, description text, rate numeric, rate_source text
    )
    WHERE jsonb_typeof(asked.draft) = 'object'
)

SELECT event_no FROM asked ORDER BY event_no
