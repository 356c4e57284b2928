SELECT EXISTS (
    SELECT account.name, account.type, account.parent_code, account.currency, account.active_from, account.active_to,
        account.floor_amount, account.ceiling_amount
    EXCEPT
    SELECT %(name)s::text, %(type)s::text, %(parent)s::text, %(currency)s::text, %(active_from)s::date,
        %(active_to)s::date, %(floor)s::bigint, %(ceiling)s::bigint
)
FROM ledger.accounts AS account
WHERE account.tenant_id = %(tenant)s AND account.entity_id = %(entity)s AND account.account_code = %(code)s
