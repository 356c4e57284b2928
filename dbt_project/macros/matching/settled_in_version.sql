{#- Settled matches of some segments, as a version's own views read them. -#}
{% macro settled_matches_of(segments) %}
    select
        currencies.tenant_id,
        found.reconciliation,
        found.match_id,
        found.status,
        found.pass,
        {{ score_of('found.score') }} as score,
        found.currency,
        {{ major('found.difference', 'currencies.unit') }} as difference,
        found.left_items,
        found.right_items,
        {{ match_reason('found') }} as reason,
        found.run_id,
        found.matched_at
    from {{ segments }} as found
    inner join {{ in_version(ref('carried_currencies')) }} as currencies on found.currency = currencies.currency
    left join {{ in_version(ref('carried_revoked_segments')) }} as revoked
        on found.match_id = revoked.match_id and found.run_id = revoked.run_id
    where revoked.match_id is null
{% endmacro %}

{#- Items of matches that may still change, and of settled ones of some segments, with what their match is. -#}
{% macro all_match_items(carried, segments) %}
    select tenant_id, reconciliation, match_id, status, side, item_id, source, line_ref, currency, amount, date
    from {{ in_version(carried) }}
    {%- if segments %}
    union all
    select
        currencies.tenant_id,
        found.reconciliation,
        found.match_id,
        'confirmed' as status,
        found.side,
        {{ item_id('found') }} as item_id,
        found.source,
        found.line_ref,
        found.currency,
        {{ major('found.amount', 'currencies.unit') }} as amount,
        found.date
    from {{ segments }} as found
    inner join {{ in_version(ref('carried_currencies')) }} as currencies on found.currency = currencies.currency
    left join {{ in_version(ref('carried_revoked_segments')) }} as revoked
        on found.match_id = revoked.match_id and found.run_id = revoked.run_id
    where revoked.match_id is null
    {%- endif %}
{% endmacro %}
