{#-
  Pass `similar`: amounts within the tolerance and dates within the window, each the other's best candidate. Likeness is no
  proof: this pass only proposes.
-#}
{% macro round_similar_mutual_best(open, rule) %}
    with left_open as ({{ open_side_in_buckets(open, rule, 'left') }}),
    right_open as ({{ open_side_in_buckets(open, rule, 'right') }}),
    right_reach as (
        select right_open.*, right_open.bucket + steps.step as reached
        from right_open
        cross join (select -1 as step union all select 0 union all select 1) as steps
    ),
    pairs as (
        select
            left_open.reconciliation_no,
            left_open.item_no as left_no,
            right_reach.item_no as right_no,
            abs(left_open.amount - right_reach.amount) as amount_gap,
            abs({{ days_between('left_open.date', 'right_reach.date') }}) as days_gap
        from left_open
        inner join right_reach
            on
                left_open.reconciliation_no = right_reach.reconciliation_no
                and left_open.currency = right_reach.currency
                and left_open.bucket = right_reach.reached
        where
            abs(left_open.amount - right_reach.amount) <= left_open.minor_tolerance
            and {{ near('left_open', 'right_reach') }}
            and not {{ references_contradict('left_open.reference_key', 'right_reach.reference_key') }}
    ),
    ranked as (
        select
            *,
            rank() over (partition by left_no order by amount_gap, days_gap) as left_rank,
            rank() over (partition by right_no order by amount_gap, days_gap) as right_rank
        from pairs
    )
    select reconciliation_no, left_no as match_no, left_no, right_no, 5000 as score, cast(null as varchar) as evidence
    from ranked
    where left_rank = 1 and right_rank = 1
{% endmacro %}

{#- Amounts in buckets as wide as the tolerance: what lies within it is in the same bucket or the next. -#}
{% macro open_side_in_buckets(open, rule, side) %}
    select
        side.*,
        cast(side.tolerance * currencies.minor_per_major as bigint) as minor_tolerance,
        side.amount // greatest(cast(side.tolerance * currencies.minor_per_major as bigint), 1) as bucket
    from ({{ open_side(open, rule, side) }}) as side
    inner join {{ ref('stg_currencies') }} as currencies using (currency)
{% endmacro %}
