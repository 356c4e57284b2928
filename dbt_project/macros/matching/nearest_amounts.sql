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

{#- PostgreSQL: windows cannot ignore nulls, so each item finds the place of its neighbour, and then who stands there. -#}
{% macro postgres__nearest_amounts(items) %}
    with placed as (
        select
            item_no,
            side,
            reconciliation_no,
            currency,
            row_number() over (partition by reconciliation_no, currency order by amount, date, item_no) as place
        from {{ items }}
    ),
    walked as (
        select
            item_no,
            side,
            reconciliation_no,
            currency,
            {%- for side in ('left', 'right') %}
            max(case when side = '{{ side }}' then place end) over below as {{ side }}_below,
            min(case when side = '{{ side }}' then place end) over above as {{ side }}_above{{ ',' if not loop.last }}
            {%- endfor %}
        from placed
        window
            below as (
                partition by reconciliation_no, currency order by place rows between unbounded preceding and 1 preceding
            ),
            above as (
                partition by reconciliation_no, currency order by place rows between 1 following and unbounded following
            )
    ),
    neighbours as (
        {%- for where in ('below', 'above') %}
        select
            item_no, side, reconciliation_no, currency, case when side = 'left' then right_{{ where }} else left_{{ where }} end as place
        from walked
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    )
    select neighbours.item_no, neighbours.side, placed.item_no as other_no
    from neighbours
    left join placed using (reconciliation_no, currency, place)
{% endmacro %}
