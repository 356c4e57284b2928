{#-
  Not a rule of tieout.yml but of people: what somebody decided is one match, before any pass. A decision is applied when every
  one of its items is there; its sums may differ, and it may have items of one side only (a journal's line that takes another
  one back).
-#}
{% macro round_decided(open, rule) %}
    with members as (
        select
            decisions.decision_no,
            items.reconciliation_no,
            items.item_no,
            decisions.side,
            'Decided by ' || decisions.who || coalesce(': ' || decisions.why, '') as evidence,
            decisions.items,
            count(*) over (partition by decisions.decision_no) as found_items,
            min(case when decisions.side = 'left' then items.item_no end) over (partition by decisions.decision_no) as left_no,
            min(case when decisions.side = 'right' then items.item_no end) over (partition by decisions.decision_no) as right_no
        from (
            select *, count(*) over (partition by decision_no) as items
            from {{ source('raw', 'decisions') }}
            where kind = 'match'
        ) as decisions
        inner join {{ source('raw', 'reconciliations') }} as reconciliations using (reconciliation)
        inner join {{ open }} as items
            on
                reconciliations.reconciliation_no = items.reconciliation_no
                and decisions.side = items.side
                and decisions.item_id = {{ item_id('items') }}
    )

    select reconciliation_no, left_no as match_no, left_no, right_no, 10000 as score, evidence
    from members
    where found_items = items and items = 2 and side = 'left' and right_no is not null
    union all
    select
        reconciliation_no,
        coalesce(left_no, right_no) as match_no,
        case when side = 'left' then item_no end as left_no,
        case when side = 'right' then item_no end as right_no,
        10000 as score,
        evidence
    from members
    where found_items = items and (items <> 2 or left_no is null or right_no is null)
{% endmacro %}

{#- Links of a round that people have refused: exactly these items together are no match, and are open to other passes. -#}
{% macro refused_links(links, round) %}
    with members as (
        select match_no, left_no, right_no, left_no as item_no, 'left' as side from {{ links }}
        where round_no = {{ round }} and left_no is not null
        union all
        select match_no, left_no, right_no, right_no as item_no, 'right' as side from {{ links }}
        where round_no = {{ round }} and right_no is not null
    ),

    matches as (
        select
            members.*,
            case when left_no is not null and right_no is not null then right_no else 0 end as pair_no,
            count(*) over (
                partition by match_no, case when left_no is not null and right_no is not null then right_no else 0 end
            ) as items
        from members
    )

    select matches.match_no, matches.pair_no
    from matches
    inner join {{ ref('int_refused_sets') }} as refused using (item_no, side)
    where matches.items = refused.items
    group by matches.match_no, matches.pair_no, refused.decision_no
    having count(*) = min(refused.items)
{% endmacro %}

{% macro rounds_of_decision() -%}{{ return(['decided']) }}{%- endmacro %}
