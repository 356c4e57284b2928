{#- For each item, the items of the other side whose amounts lie next below and next above its own. -#}
{% macro nearest_amounts(items) -%}
    {{ return(adapter.dispatch('nearest_amounts', 'tieout')(items)) }}
{%- endmacro %}

{#- DuckDB: windows that ignore nulls find both neighbours in one sort, whatever the number of items. -#}
{% macro duckdb__nearest_amounts(items) %}
    with walked as (
        select
            item_no,
            side,
            last_value(case when side = 'left' then item_no end ignore nulls) over below as left_below,
            last_value(case when side = 'right' then item_no end ignore nulls) over below as right_below,
            first_value(case when side = 'left' then item_no end ignore nulls) over above as left_above,
            first_value(case when side = 'right' then item_no end ignore nulls) over above as right_above
        from {{ items }}
        window
            below as (
                partition by reconciliation_no, currency order by amount, date, item_no
                rows between unbounded preceding and 1 preceding
            ),
            above as (
                partition by reconciliation_no, currency order by amount, date, item_no
                rows between 1 following and unbounded following
            )
    )
    select item_no, side, case when side = 'left' then right_below else left_below end as other_no from walked
    union all
    select item_no, side, case when side = 'left' then right_above else left_above end as other_no from walked
{% endmacro %}
