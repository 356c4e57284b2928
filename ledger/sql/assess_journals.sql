-- Each journal's verdict: a line's problem, an imbalance, or none; and whether its journal_id is in the book already.
-- What all its lines share (reference, description ...) is said once, on the journal.
INSERT INTO assessed_journals
SELECT journal.position, coalesce(total.first_problem[2]::bigint, total.row_no),
    coalesce(existing.journal_no, nextval('ledger.event_numbers')), existing.journal_no IS NOT NULL,
    existing.recorded_at, coalesce(total.lines, 0), journal.journal_id, journal.entity_id, entity.currency, journal.effective_date,
    journal.document_date, journal.kind, journal.reverses, journal.adjustment,
    total.reference, total.description, total.counterparty, total.group_key,
    CASE
        WHEN journal.problem IS NOT NULL THEN journal.problem
        WHEN total.first_problem IS NOT NULL THEN total.first_problem[3]
        WHEN journal.effective_date IS NULL THEN 'missing_date'
        WHEN coalesce(total.lines, 0) < 2 THEN 'too_few_lines'
        WHEN total.difference IS NOT NULL THEN 'unbalanced'
        WHEN total.base_total <> 0 THEN 'unbalanced_in_base'
        WHEN existing.journal_no IS NULL AND dated.refusal IS NOT NULL THEN 'closed_period'
    END,
    CASE
        WHEN journal.problem IS NOT NULL THEN journal.culprit
        WHEN total.first_problem IS NOT NULL THEN total.first_problem[4]
        WHEN coalesce(total.lines, 0) < 2 THEN coalesce(total.lines, 0)::text
        WHEN total.difference IS NOT NULL THEN total.difference
        WHEN total.base_total <> 0
            THEN round(total.base_total * power(10::numeric, -base_unit.scale), base_unit.scale) || ' ' || entity.currency
        WHEN existing.journal_no IS NULL THEN dated.refusal
    END
FROM staged_journals AS journal
LEFT JOIN (
    SELECT position, sum(lines) AS lines, sum(base_total) AS base_total, min(row_no) AS row_no,
        min(first_problem) AS first_problem,
        string_agg(round(total * power(10::numeric, -unit.scale), unit.scale) || ' ' || unit.currency, ', ')
            FILTER (WHERE total <> 0) AS difference,
        CASE WHEN sum(references_given) = sum(lines) AND min(first_reference) = max(last_reference)
            THEN min(first_reference) END AS reference,
        CASE WHEN sum(descriptions_given) = sum(lines) AND min(first_description) = max(last_description)
            THEN min(first_description) END AS description,
        CASE WHEN sum(counterparties_given) = sum(lines) AND min(first_counterparty) = max(last_counterparty)
            THEN min(first_counterparty) END AS counterparty,
        CASE WHEN sum(group_keys_given) = sum(lines) AND min(first_group_key) = max(last_group_key)
            THEN min(first_group_key) END AS group_key
    FROM (
        SELECT position, currency, count(*) AS lines, sum(amount) AS total, sum(base_amount) AS base_total,
            min(row_no) AS row_no,
            min(ARRAY[lpad(line_no::text, 10, '0'), row_no::text, problem, culprit]) FILTER (WHERE problem IS NOT NULL)
                AS first_problem,
            count(reference) AS references_given,
            min(reference COLLATE "C") AS first_reference, max(reference COLLATE "C") AS last_reference,
            count(description) AS descriptions_given,
            min(description COLLATE "C") AS first_description, max(description COLLATE "C") AS last_description,
            count(counterparty) AS counterparties_given,
            min(counterparty COLLATE "C") AS first_counterparty, max(counterparty COLLATE "C") AS last_counterparty,
            count(group_key) AS group_keys_given,
            min(group_key COLLATE "C") AS first_group_key, max(group_key COLLATE "C") AS last_group_key
        FROM assessed_lines
        GROUP BY position, currency
    ) AS per_currency
    LEFT JOIN ledger.currencies AS unit
        ON unit.tenant_id = %(tenant)s AND unit.currency = per_currency.currency
    GROUP BY position
) AS total USING (position)
LEFT JOIN ledger.entities AS entity
    ON entity.tenant_id = %(tenant)s AND entity.entity_id = journal.entity_id
LEFT JOIN ledger.currencies AS base_unit
    ON base_unit.tenant_id = %(tenant)s AND base_unit.currency = entity.currency
LEFT JOIN (
    SELECT entity_id, effective_date, adjustment, coalesce(
        ledger.closed_period(%(tenant)s, entity_id, effective_date, adjustment),
        CASE WHEN adjustment THEN ledger.misplaced_adjustment(%(tenant)s, entity_id, effective_date) END
    ) AS refusal
    FROM (SELECT DISTINCT entity_id, effective_date, adjustment FROM staged_journals) AS staged
    OFFSET 0
) AS dated
    ON dated.entity_id = journal.entity_id AND dated.effective_date = journal.effective_date
    AND dated.adjustment = journal.adjustment
LEFT JOIN ledger.journals AS existing
    ON existing.tenant_id = %(tenant)s AND existing.journal_id = journal.journal_id
ORDER BY journal.position
