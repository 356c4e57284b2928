{#-
  Pass `trace`: the two legs of one transfer that clear a suspense account. They share a trace number (a reference, else a
  group), have the same amount, and lie days apart: in on Monday, out on Thursday. The legs stand on the two sides, where the
  reconciliation reads the account's debits against its credits, or both on one side, with opposite signs. Legs of one number
  and amount are interchangeable, and pair in date order.
-#}

{#- Round 1: a leg on each side. -#}
{% macro round_trace_across_sides(open, rule) %}
    with left_open as ({{ open_side(open, rule, 'left') }}),
    right_open as ({{ open_side(open, rule, 'right') }}),
    by_reference as ({{ trace_pairs('left_open', 'right_open', 'reference_key', ['amount']) }}),
    left_rest as (select * from left_open where item_no not in (select by_reference.left_no from by_reference)),
    right_rest as (select * from right_open where item_no not in (select by_reference.right_no from by_reference)),
    by_group as ({{ trace_pairs('left_rest', 'right_rest', 'group_key', ['amount']) }})
    select reconciliation_no, left_no as match_no, left_no, right_no, 10000 as score, {{ trace_evidence() }} as evidence
    from (
        select * from by_reference
        union all
        select * from by_group
    ) as pairs
{% endmacro %}

{#- Round 2: both legs on one side, one in and one out: a set of two with nothing on the other side. -#}
{% macro round_trace_within_a_side(open, rule) %}
    with legs as (
        {{ open_side(open, rule, 'left') }}
        union all
        {{ open_side(open, rule, 'right') }}
    ),
    entering as (select *, amount as size from legs where amount > 0),
    leaving as (select *, -amount as size from legs where amount < 0),
    by_reference as ({{ trace_pairs('entering', 'leaving', 'reference_key', ['size', 'side']) }}),
    entering_rest as ({{ legs_without('entering', 'by_reference', 'left_no') }}),
    leaving_rest as ({{ legs_without('leaving', 'by_reference', 'right_no') }}),
    by_group as ({{ trace_pairs('entering_rest', 'leaving_rest', 'group_key', ['size', 'side']) }}),
    pairs as (
        select *, least(left_no, right_no) as match_no, {{ trace_evidence() }} as evidence from by_reference
        union all
        select *, least(left_no, right_no) as match_no, {{ trace_evidence() }} as evidence from by_group
    ),
    members as (
        select reconciliation_no, side, match_no, evidence, left_no as item_no from pairs
        union all
        select reconciliation_no, side, match_no, evidence, right_no as item_no from pairs
    )
    select
        reconciliation_no,
        match_no,
        case when side = 'left' then item_no end as left_no,
        case when side = 'right' then item_no end as right_no,
        10000 as score,
        evidence
    from members
{% endmacro %}

{% macro trace_pairs(lefts, rights, key, shared) %}
    {%- set keys = ['reconciliation_no', 'currency', key] + shared -%}
    select
        {{ (['reconciliation_no', key ~ ' as trace_number'] + shared) | join(', ') }},
        lefts.item_no as left_no,
        rights.item_no as right_no,
        abs({{ days_between('lefts.date', 'rights.date') }}) as days_apart
    from ({{ legs_in_order(lefts, keys, key) }}) as lefts
    inner join ({{ legs_in_order(rights, keys, key) }}) as rights using ({{ keys | join(', ') }}, place)
    where {{ near('lefts', 'rights') }}
{% endmacro %}

{% macro legs_in_order(relation, keys, key) %}
    select *, row_number() over (partition by {{ keys | join(', ') }} order by date, item_no) as place
    from {{ relation }}
    where {{ key }} is not null and amount <> 0
{% endmacro %}

{% macro legs_without(relation, pairs, column) %}
    select legs.*
    from {{ relation }} as legs
    left join {{ pairs }} as pairs on legs.item_no = pairs.{{ column }} and legs.side = pairs.side
    where pairs.side is null
{% endmacro %}

{% macro trace_evidence() -%}
    'both legs of ' || trace_number || ', cleared after ' || cast(days_apart as varchar)
    || case when days_apart = 1 then ' day' else ' days' end
{%- endmacro %}

{% macro rounds_of_trace() -%}{{ return(['trace_across_sides', 'trace_within_a_side']) }}{%- endmacro %}
