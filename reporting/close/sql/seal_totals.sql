INSERT INTO reporting.sealed_totals (tenant_id, close_no, source, currency, lines, total, last_date)
SELECT %(tenant)s, %(close_no)s, sealed.*
FROM jsonb_to_recordset(%(rows)s::jsonb) AS sealed (source text, currency text, lines bigint, total numeric, last_date date)
