-- Each line's amount in minor units, exactly, and the first thing that is wrong with it.
INSERT INTO assessed_lines
SELECT position, line_no, row_no, account_code, currency,
    CASE WHEN minor = trunc(minor) AND abs(minor) <= 9223372036854775807 THEN minor::bigint END,
    CASE WHEN base_minor = trunc(base_minor) AND abs(base_minor) <= 9223372036854775807 THEN base_minor::bigint END,
    CASE
        WHEN currency = base_currency THEN NULL
        WHEN rate IS NOT NULL THEN rate
        WHEN verdict.problem IS NULL THEN ledger.implied_rate(minor::bigint, base_minor::bigint, scale, base_scale)
    END,
    CASE WHEN currency <> base_currency THEN coalesce(rate_date, effective_date) END,
    CASE WHEN currency <> base_currency THEN coalesce(rate_source, 'base_amount') END,
    reference, description, counterparty, group_key,
    verdict.problem, verdict.culprit
FROM (
    SELECT line.position, line.line_no, line.row_no, line.account_code, line.reference, line.description, line.counterparty,
        line.group_key, line.amount, line.base_amount, line.rate, line.rate_date, line.rate_source, line.problem,
        line.culprit, journal.entity_id, journal.effective_date,
        entity.currency AS base_currency, coalesce(line.currency, entity.currency) AS currency,
        unit.scale, base_unit.scale AS base_scale, account.account_code IS NOT NULL AS known_account,
        line.amount * unit.minor_per_major AS minor,
        CASE
            WHEN line.base_amount IS NOT NULL THEN line.base_amount * base_unit.minor_per_major
            WHEN coalesce(line.currency, entity.currency) = entity.currency THEN line.amount * unit.minor_per_major
            WHEN line.rate > 0 THEN round(line.amount * line.rate * base_unit.minor_per_major)
        END AS base_minor
    FROM staged_lines AS line
    JOIN staged_journals AS journal USING (position)
    LEFT JOIN ledger.entities AS entity
        ON entity.tenant_id = %(tenant)s AND entity.entity_id = journal.entity_id
    LEFT JOIN ledger.currencies AS unit
        ON unit.tenant_id = %(tenant)s AND unit.currency = coalesce(line.currency, entity.currency)
    LEFT JOIN ledger.currencies AS base_unit
        ON base_unit.tenant_id = %(tenant)s AND base_unit.currency = entity.currency
    LEFT JOIN ledger.accounts AS account
        ON account.tenant_id = %(tenant)s AND account.entity_id = journal.entity_id
        AND account.account_code = line.account_code
) AS line
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN line.problem IS NOT NULL THEN line.problem
            WHEN base_currency IS NULL THEN 'unknown_entity'
            WHEN scale IS NULL THEN 'unknown_currency'
            WHEN NOT known_account THEN 'unknown_account'
            WHEN amount = 0 THEN 'zero_amount'
            WHEN minor <> trunc(minor) THEN 'too_many_decimals'
            WHEN rate <= 0 THEN 'rate_not_positive'
            WHEN rate IS NOT NULL AND currency = base_currency THEN 'rate_of_one_currency'
            WHEN rate IS NOT NULL AND rate_source IS NULL THEN 'rate_without_source'
            WHEN base_minor IS NULL THEN 'missing_rate'
            WHEN base_minor = 0 AND rate IS NULL THEN 'rate_not_implied'
            WHEN base_minor <> trunc(base_minor) THEN 'too_many_decimals_in_base'
            WHEN greatest(abs(minor), abs(base_minor)) > 9223372036854775807 THEN 'too_large'
            WHEN currency = base_currency AND minor <> base_minor THEN 'base_amount_differs'
            WHEN sign(minor) * sign(base_minor) < 0 THEN 'base_amount_on_other_side'
            WHEN abs(base_minor - minor * rate * power(10::numeric, base_scale - scale)) > 1 THEN 'base_amount_off_rate'
        END AS problem,
        CASE
            WHEN line.problem IS NOT NULL THEN line.culprit
            WHEN base_currency IS NULL THEN entity_id
            WHEN scale IS NULL THEN currency
            WHEN NOT known_account THEN account_code
            WHEN minor <> trunc(minor) THEN amount::text || ' ' || currency
            WHEN rate <= 0 THEN rate::text
            WHEN rate IS NOT NULL AND (currency = base_currency OR rate_source IS NULL) THEN currency
            WHEN base_minor IS NULL OR (base_minor = 0 AND rate IS NULL) THEN currency
            WHEN base_minor <> trunc(base_minor) THEN base_amount::text || ' ' || base_currency
            WHEN abs(base_minor - minor * rate * power(10::numeric, base_scale - scale)) > 1
                THEN base_amount::text || ' ' || base_currency || ', not ' || trim_scale(amount * rate)::text
            ELSE coalesce(base_amount, amount)::text
        END AS culprit
) AS verdict
