INSERT INTO reporting.sealed_balances (
    tenant_id, close_no, book, account_code, account_name, account_type, currency, opening, closing, base_currency, base_closing
)
SELECT %(tenant)s, %(close_no)s, sealed.*
FROM jsonb_to_recordset(%(rows)s::jsonb) AS sealed (
    book text, account_code text, account_name text, account_type text, currency text, opening numeric, closing numeric,
    base_currency text, base_closing numeric
)
