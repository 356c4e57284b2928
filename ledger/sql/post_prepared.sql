SELECT known, recorded_at
FROM ledger.post_prepared(
    %(tenant)s, %(ids)s::text[], %(entities)s::text[], %(base_currencies)s::text[], %(effective_dates)s::date[],
    %(document_dates)s::date[], %(kinds)s::text[], %(adjustments)s::boolean[], %(refs)s::text[], %(descriptions)s::text[],
    %(counterparties)s::text[], %(group_keys)s::text[], %(line_positions)s::integer[], %(line_nos)s::integer[],
    %(line_accounts)s::text[], %(line_currencies)s::text[], %(line_amounts)s::bigint[], %(line_base_amounts)s::bigint[],
    %(line_rates)s::numeric[], %(line_rate_dates)s::date[], %(line_rate_sources)s::text[], %(line_refs)s::text[],
    %(line_descriptions)s::text[], %(line_counterparties)s::text[], %(line_group_keys)s::text[]
)
