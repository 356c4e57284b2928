-- What was not given stays; a change that changes nothing writes nothing and makes no event.
UPDATE ledger.accounts AS account
SET name = wanted.name, parent_code = wanted.parent_code, currency = wanted.currency, active_from = wanted.active_from,
    active_to = wanted.active_to, floor_amount = wanted.floor_amount, ceiling_amount = wanted.ceiling_amount
FROM (
    SELECT held.tenant_id, held.entity_id, held.account_code,
        CASE WHEN 'name' = ANY(%(given)s) THEN %(name)s::text ELSE held.name END AS name,
        CASE WHEN 'parent' = ANY(%(given)s) THEN %(parent)s::text ELSE held.parent_code END AS parent_code,
        CASE WHEN 'currency' = ANY(%(given)s) THEN %(currency)s::text ELSE held.currency END AS currency,
        CASE WHEN 'active_from' = ANY(%(given)s) THEN %(active_from)s::date ELSE held.active_from END AS active_from,
        CASE WHEN 'active_to' = ANY(%(given)s) THEN %(active_to)s::date ELSE held.active_to END AS active_to,
        CASE WHEN 'floor' = ANY(%(given)s) THEN %(floor)s::bigint ELSE held.floor_amount END AS floor_amount,
        CASE WHEN 'ceiling' = ANY(%(given)s) THEN %(ceiling)s::bigint ELSE held.ceiling_amount END AS ceiling_amount
    FROM ledger.accounts AS held
    WHERE held.tenant_id = %(tenant)s AND held.entity_id = %(entity)s AND held.account_code = %(code)s
    FOR UPDATE
) AS wanted
WHERE account.tenant_id = wanted.tenant_id AND account.entity_id = wanted.entity_id
    AND account.account_code = wanted.account_code
    AND (
        account.name, account.parent_code, account.currency, account.active_from, account.active_to,
        account.floor_amount, account.ceiling_amount
    ) IS DISTINCT FROM (
        wanted.name, wanted.parent_code, wanted.currency, wanted.active_from, wanted.active_to,
        wanted.floor_amount, wanted.ceiling_amount
    )
