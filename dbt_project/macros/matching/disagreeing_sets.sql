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
        case when sets.items = 2 then 'amount_mismatch' else 'split_incomplete' end as type,
        case when sets.items = 2 then 'amounts differ by ' else 'sums differ by ' end
        || {{ amount_text(major_sum('abs(sets.difference)', 'currencies.unit')) }} || ' ' || sets.currency as detail
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
    inner join {{ ref('stg_currencies') }} as currencies on sets.currency = currencies.currency
    where
        sets.sides = 2
        and sets.difference <> 0
        and (sets.items = 2 or {{ days_between('sets.latest_date', 'reconciliations.as_of') }} > reconciliations.expected_lag_days)
{% endmacro %}

{#- The items of some sets, with what the set is. -#}
{% macro members_of(items, sets, key) %}
    select
        items.item_no,
        items.reconciliation_no,
        items.side,
        sets.case_no,
        sets.type,
        sets.difference,
        sets.detail
    from {{ items }} as items
    inner join {{ sets }} as sets
        on
            items.reconciliation_no = sets.reconciliation_no
            and items.currency = sets.currency
            and items.{{ key }} = sets.shared_key
{% endmacro %}

{% macro items_without(items, members) %}
    select items.*
    from {{ items }} as items
    left join {{ members }} as members on items.item_no = members.item_no and items.side = members.side
    where members.item_no is null
{% endmacro %}

{#- One item on each side under one reference, in two currencies: by the rate of the day if a pass converts, else not at all. -#}
{% macro currency_pairs(items) %}
    select
        pairs.reconciliation_no,
        pairs.left_no,
        pairs.right_no,
        case when converting.reconciliation_no is not null and rates.day is null then 'rate_missing' else 'currency_mismatch' end as type,
        case
            when converting.reconciliation_no is not null and rates.day is null
                then 'no rate from ' || pairs.from_currency || ' to ' || pairs.to_currency || ' of '
                    || cast(pairs.day as varchar) || ' or the 7 days before'
            else 'reference ' || pairs.reference_key || ' is in ' || pairs.from_currency || ' on the left and in '
                || pairs.to_currency || ' on the right'
        end as detail
    from ({{ namesake_pairs(items, 'lefts.currency <> rights.currency') }}) as pairs
    left join (
        select distinct reconciliation_no from {{ source('raw', 'passes') }}
        where kind = 'fx'
    ) as converting on pairs.reconciliation_no = converting.reconciliation_no
    left join ({{ day_rates('(' ~ namesake_pairs(items, 'lefts.currency <> rights.currency') ~ ')') }}) as rates
        on
            pairs.from_currency = rates.from_currency
            and pairs.to_currency = rates.to_currency
            and pairs.day = rates.day
{% endmacro %}

{#- One item on each side under one reference, equal in amount, whose dates no pass by reference allows. -#}
{% macro distant_pairs(items) %}
    select
        pairs.reconciliation_no,
        pairs.left_no,
        pairs.right_no,
        'date_out_of_window' as type,
        'same reference ' || pairs.reference_key || ' and same amount, ' || cast(pairs.days_apart as varchar) || ' days apart: '
        || cast(pairs.days_apart - windows.within_days as varchar) || ' outside the window of '
        || cast(windows.within_days as varchar) as detail
    from ({{ namesake_pairs(items, 'lefts.currency = rights.currency and lefts.amount = rights.amount') }}) as pairs
    inner join {{ ref('int_windows') }} as windows
        on
            pairs.reconciliation_no = windows.reconciliation_no
            and windows.kind = 'reference'
            and pairs.days_apart > windows.within_days
{% endmacro %}

{% macro namesake_pairs(items, agreement) %}
    select
        lefts.reconciliation_no,
        lefts.reference_key,
        lefts.item_no as left_no,
        rights.item_no as right_no,
        lefts.currency as from_currency,
        rights.currency as to_currency,
        lefts.date as day,
        abs({{ days_between('lefts.date', 'rights.date') }}) as days_apart
    from ({{ alone_by_reference(items, ['reconciliation_no', 'side', 'reference_key']) }}) as lefts
    inner join ({{ alone_by_reference(items, ['reconciliation_no', 'side', 'reference_key']) }}) as rights
        on
            lefts.reconciliation_no = rights.reconciliation_no
            and lefts.reference_key = rights.reference_key
            and lefts.side = 'left'
            and rights.side = 'right'
    where {{ agreement }}
{% endmacro %}
