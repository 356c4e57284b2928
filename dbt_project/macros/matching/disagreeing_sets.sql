{#-
  Sets of items that share a key across both sides and whose sums differ. A set of more than two that is younger than the
  expected lag may only be waiting for its last line, and is left to be in transit.
-#}
{% macro disagreeing_sets(items, key) %}
    select
        sets.reconciliation_no,
        sets.currency,
        sets.shared_key,
        sets.case_no,
        sets.difference,
        case when sets.items = 2 then 'amount_mismatch' else 'split_incomplete' end as type
    from (
        select
            reconciliation_no,
            currency,
            {{ key }} as shared_key,
            min(case when side = 'left' then item_no end) as case_no,
            sum(case when side = 'left' then amount else -amount end) as difference,
            max(date) as latest_date,
            count(*) as items,
            count(distinct side) as sides
        from {{ items }}
        where {{ key }} is not null
        group by reconciliation_no, currency, {{ key }}
    ) as sets
    inner join {{ ref('stg_reconciliations') }} as reconciliations using (reconciliation_no)
        where
        sets.sides = 2
        and sets.difference <> 0
        and (sets.items = 2 or {{ days_between('sets.latest_date', 'reconciliations.as_of') }} > reconciliations.expected_lag_days)
{% endmacro %}
