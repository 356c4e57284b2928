{#-
  Pass `reference`: the same reference and the same amount. A reference that stands once on each side is proof. Where it
  stands several times with the same amount, those lines are interchangeable: they pair on the same day first, then in date
  order, and what is left over is a duplicate. A line whose journal was reversed pairs last.
-#}

{#- Round 1: references that stand once on each side. -#}
{% macro round_reference_single(open, rule) %}
    with left_open as ({{ open_side(open, rule, 'left') }}),
    right_open as ({{ open_side(open, rule, 'right') }}),
    repeated as ({{ repeated_references() }})
    select {{ pair_link('left_open', 'right_open') }}
    from left_open
    inner join right_open
        on
            left_open.pair_hash = right_open.pair_hash
            and left_open.reconciliation_no = right_open.reconciliation_no
            and left_open.currency = right_open.currency
            and left_open.amount = right_open.amount
            and left_open.reference_key = right_open.reference_key
    where
        left_open.pair_hash not in (select repeated.pair_hash from repeated)
        and {{ near('left_open', 'right_open') }}
{% endmacro %}

{#-
  Rounds 2 and 3: repeated references, paired by rank within the same day, then within the whole set. What stands once on
  each side by now was repeated before: what stood so from the start and is near enough, round 1 has paired.
-#}
{% macro round_reference_same_day(open, rule) %}
    {{ reference_by_rank(open, rule, ['reconciliation_no', 'currency', 'amount', 'reference_key', 'date']) }}
{% endmacro %}

{% macro round_reference_in_date_order(open, rule) %}
    {{ reference_by_rank(open, rule, ['reconciliation_no', 'currency', 'amount', 'reference_key']) }}
{% endmacro %}

{% macro reference_by_rank(open, rule, keys) %}
    {%- set reversed_last = 'case when reversed_journal is null then 0 else 1 end' -%}
    with left_open as ({{ open_side(open, rule, 'left') }}),
    right_open as ({{ open_side(open, rule, 'right') }}),
    left_ranked as (
        select *, row_number() over (partition by {{ keys | join(', ') }} order by {{ reversed_last }}, date, item_no) as rank_no
        from left_open
        where reference_key is not null
    ),
    right_ranked as (
        select *, row_number() over (partition by {{ keys | join(', ') }} order by {{ reversed_last }}, date, item_no) as rank_no
        from right_open
        where reference_key is not null
    )
    select {{ pair_link('left_ranked', 'right_ranked') }}
    from left_ranked
    inner join right_ranked using ({{ keys | join(', ') }}, rank_no)
    where {{ near('left_ranked', 'right_ranked') }}
{% endmacro %}

{% macro repeated_references() %}
    select pair_hash
    from (
        select pair_hash, side from left_open where reference_key is not null
        union all
        select pair_hash, side from right_open where reference_key is not null
    ) as either
    group by pair_hash, side
    having count(*) > 1
{% endmacro %}

{#- Round 4: the same reference once on each side, and amounts that differ by no more than the rule allows. -#}
{% macro round_reference_tolerated(open, rule) %}
    {%- set lenient = 'and (rule.tolerance > 0 or rule.percent_tolerance > 0)' -%}
    with left_open as ({{ open_side(open, rule, 'left') }} {{ lenient }}),
    right_open as ({{ open_side(open, rule, 'right') }} {{ lenient }}),
    left_single as ({{ alone_by_reference('left_open') }}),
    right_single as ({{ alone_by_reference('right_open') }})
    select
        {{ pair_link('left_single', 'right_single', evidence=tolerated_evidence('left_single', 'right_single')) }}
    from left_single
    inner join right_single using (reconciliation_no, currency, reference_key)
    inner join {{ ref('stg_currencies') }} as currencies using (currency)
    where
        {{ tolerated('(left_single.amount - right_single.amount)', 'left_single.amount', 'left_single', 'currencies.unit') }}
        and sign(left_single.amount) = sign(right_single.amount)
        and {{ near('left_single', 'right_single') }}
{% endmacro %}

{% macro tolerated_evidence(left, right) -%}
    'reference ' || {{ left }}.reference_key || ', amounts differ by '
    || {{ amount_text(major('abs(' ~ left ~ '.amount - ' ~ right ~ '.amount)', 'currencies.unit')) }}
    || ' ' || currencies.currency || ', within the tolerance of the rule'
{%- endmacro %}

{% macro rounds_of_reference() -%}{{ return(['reference_single', 'reference_same_day', 'reference_in_date_order', 'reference_tolerated']) }}{%- endmacro %}
