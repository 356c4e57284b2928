{#- This run's matches of a kind, one row each, amounts in minor units. -#}
{% macro matches_of(which) %}
    select
        found.match_id,
        reconciliations.run_id,
        reconciliations.reconciliation,
        found.status,
        found.kind as pass,
        cast(found.score as integer) as score,
        found.currency,
        cast(found.difference as bigint) as difference,
        cast(found.days_apart as integer) as days_apart,
        found.shared_key,
        cast(found.left_items as integer) as left_items,
        cast(found.right_items as integer) as right_items,
        found.evidence,
        reconciliations.started_at as matched_at
    from (
        select
            reconciliation_no, match_id, status, kind, score, evidence, currency, difference, days_apart, shared_key,
            1 as left_items, 1 as right_items
        from {{ ref('int_pair_matches') }}
        where {{ which }}
        union all
        select
            reconciliation_no,
            match_id,
            status,
            kind,
            min(score) as score,
            min(evidence) as evidence,
            min(currency) as currency,
            sum(case when side = 'left' then amount else -amount end) as difference,
            0 as days_apart,
            min(group_key) as shared_key,
            sum(case when side = 'left' then 1 else 0 end) as left_items,
            sum(case when side = 'right' then 1 else 0 end) as right_items
        from {{ ref('int_set_items') }}
        where {{ which }}
        group by reconciliation_no, match_id, status, kind
    ) as found
    inner join {{ ref('stg_reconciliations') }} as reconciliations using (reconciliation_no)
{% endmacro %}

{#- The items of this run's matches of a kind, amounts in minor units. -#}
{% macro match_items_of(which, with_status=true) %}
    select
        items.match_id,
        reconciliations.run_id,
        reconciliations.reconciliation,
        items.side,
        items.source,
        items.line_ref,
        cast(items.occurrence as integer) as occurrence,
        items.file_id,
        items.line_no,
        items.currency,
        items.amount,
        items.date,
        items.reference_key,
        items.kind as pass,
        items.is_first,
        cast(items.items as integer) as items{{ ',
        items.status' if with_status }}
    from (
        {%- for side, other in (('left', 'right'), ('right', 'left')) %}
        select
            reconciliation_no, match_id, '{{ side }}' as side, {{ side }}_source as source, {{ side }}_line_ref as line_ref,
            {{ side }}_occurrence as occurrence, {{ side }}_file_id as file_id, {{ side }}_line_no as line_no,
            {{ 'currency' if side == 'left' else 'right_currency as currency' }}, {{ side }}_amount as amount,
            {{ side }}_date as date, {{ side }}_reference_key as reference_key, kind, {{ side == 'left' }} as is_first,
            2 as items, status
        from {{ ref('int_pair_matches') }}
        where {{ which }}
        union all
        {%- endfor %}
        select
            reconciliation_no, match_id, side, source, line_ref, occurrence, file_id, line_no, currency, amount, date,
            reference_key, kind, is_first, count(*) over (partition by match_id, status) as items, status
        from {{ ref('int_set_items') }}
        where {{ which }}
    ) as items
    inner join {{ ref('stg_reconciliations') }} as reconciliations using (reconciliation_no)
{% endmacro %}
