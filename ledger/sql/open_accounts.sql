-- What the chart does not say stays as it is, and an unchanged account is left alone: repeating the set-up makes no event.
INSERT INTO ledger.accounts (
    tenant_id, entity_id, account_code, name, type, parent_code, currency, active_from, active_to, floor_amount,
    ceiling_amount
)
SELECT %(tenant)s, entity_id, account_code, wanted.name, wanted.type, coalesce(wanted.parent_code, booked.parent_code),
    coalesce(wanted.currency, booked.currency), coalesce(wanted.active_from, booked.active_from),
    coalesce(wanted.active_to, booked.active_to), coalesce(wanted.floor_amount, booked.floor_amount),
    coalesce(wanted.ceiling_amount, booked.ceiling_amount)
FROM unnest(
    %(entities)s::text[], %(codes)s::text[], %(names)s::text[], %(types)s::text[], %(parents)s::text[],
    %(currencies)s::text[], %(active_from)s::date[], %(active_to)s::date[], %(floors)s::bigint[], %(ceilings)s::bigint[]
) AS wanted (
    entity_id, account_code, name, type, parent_code, currency, active_from, active_to, floor_amount, ceiling_amount
)
LEFT JOIN (SELECT * FROM ledger.accounts WHERE tenant_id = %(tenant)s) AS booked USING (entity_id, account_code)
ON CONFLICT (tenant_id, entity_id, account_code) DO UPDATE
SET (name, parent_code, currency, active_from, active_to, floor_amount, ceiling_amount) = (
    excluded.name, excluded.parent_code, excluded.currency, excluded.active_from, excluded.active_to,
    excluded.floor_amount, excluded.ceiling_amount
)
WHERE (
    accounts.name, accounts.parent_code, accounts.currency, accounts.active_from, accounts.active_to,
    accounts.floor_amount, accounts.ceiling_amount
) IS DISTINCT FROM (
    excluded.name, excluded.parent_code, excluded.currency, excluded.active_from, excluded.active_to,
    excluded.floor_amount, excluded.ceiling_amount
)
