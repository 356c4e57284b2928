{#-
  What bounds the search of pass `subset`, on any data. Half-sums grow as candidates to the power of half the size, so the
  more items a sum may have, the fewer candidates an item may choose from: about 10,000 half-sums an item at most. Items
  are searched from the easiest on, until the budget of the whole round is spent: some seconds' work, whatever is open.
-#}
{% macro subset_limits() -%}
    {#- Sums of up to so many items, candidates at most, and the orders in which a half can be written. -#}
    {{ return([(2, 60, 1), (4, 60, 2), (6, 40, 6), (8, 24, 24), (10, 18, 120), (12, 16, 720)]) }}
{%- endmacro %}

{#- Candidates are bits of a bigint, so there are 62 at the very most. -#}
{% macro most_candidates() -%}60{%- endmacro %}

{#- Of six discounts, two to four amounts before each, and the amount itself. -#}
{% macro goals_of_a_discount() -%}16{%- endmacro %}

{#- Twelve such amounts, and two hundred times one of them, are still a bigint. -#}
{% macro largest_amount_to_sum() -%}10000000000000000{%- endmacro %}

{% macro candidates_allowed(max_items) -%}
    case
        {%- for items, candidates, _ in subset_limits() %}
        when {{ max_items }} <= {{ items }} then {{ candidates }}
        {%- endfor %}
        else 0
    end
{%- endmacro %}

{#- The half-sums of so many candidates, each tried for as many goals as a discount has. -#}
{% macro effort_of_sums(candidates, max_items, percent_tolerance) -%}
    case
        {%- for items, _, orders in subset_limits() %}
        when {{ max_items }} <= {{ items }}
            then {{ times_in(([candidates] * (items // 2)) | join(' * '), orders) }}
        {%- endfor %}
    end * case when {{ percent_tolerance }} > 0 then {{ goals_of_a_discount() }} else 1 end
{%- endmacro %}

{#-
  The items whose window holds few enough items of the other side, whatever their amounts: counted by day, for a join of
  every item with all of its window would grow with the square of a busy month.
-#}
{% macro targets_within_limits(searched, most_in_window=200, budget=4000000) %}
    with days as (
        select reconciliation_no, currency, shared_key, side, date, within_days, count(*) as lines
        from {{ searched }}
        group by reconciliation_no, currency, shared_key, side, date, within_days
    ),
    windows as (
        select days.reconciliation_no, days.currency, days.shared_key, days.side, days.date, sum(others.lines) as in_window
        from days
        inner join days as others
            on
                days.reconciliation_no = others.reconciliation_no
                and days.currency = others.currency
                and days.shared_key = others.shared_key
                and days.side <> others.side
        where {{ near('days', 'others') }}
        group by days.reconciliation_no, days.currency, days.shared_key, days.side, days.date
        having sum(others.lines) <= {{ most_in_window }}
    ),
    easiest_first as (
        select
            searched.*,
            sum(windows.in_window) over (
                order by windows.in_window, searched.side, searched.item_no rows between unbounded preceding and current row
            ) as effort
        from {{ searched }} as searched
        inner join windows using (reconciliation_no, currency, shared_key, side, date)
    )
    select
        *,
        row_number() over (order by side, item_no) as target_no,
        case
            when percent_tolerance > 0 and amount < 0 then amount - {{ times_in('-amount', '25') }} - 2
            else amount
        end as goal_low,
        case
            when percent_tolerance > 0 and amount > 0 then amount + {{ times_in('amount', '25') }} + 2
            else amount
        end as goal_high
    from easiest_first
    where effort <= {{ budget }}
{% endmacro %}

{#-
  The candidates of each target that can be in a sum of it at all: what is left must be within reach of the others. A bit
  and a place for each, the largest amounts first.
-#}
{% macro candidates_within_limits(targets, searched, budget=10000000) %}
    with in_window as (
        select
            targets.target_no,
            targets.max_items,
            targets.percent_tolerance,
            targets.goal_low,
            targets.goal_high,
            searched.side,
            searched.item_no,
            searched.currency,
            searched.date,
            searched.amount,
            sum(greatest(searched.amount, 0)) over (partition by targets.target_no) as positives,
            sum(least(searched.amount, 0)) over (partition by targets.target_no) as negatives
        from {{ targets }} as targets
        inner join {{ searched }} as searched
            on
                targets.reconciliation_no = searched.reconciliation_no
                and targets.currency = searched.currency
                and targets.shared_key = searched.shared_key
                and targets.side <> searched.side
        where
            {{ near('targets', 'searched') }}
            and not {{ references_contradict('targets.reference_key', 'searched.reference_key') }}
    ),
    useful as (
        select
            *,
            row_number() over (partition by target_no order by abs(amount) desc, item_no) - 1 as place,
            count(*) over (partition by target_no) as in_reach
        from in_window
        where
            goal_high - amount >= negatives - least(amount, 0)
            and goal_low - amount <= positives - greatest(amount, 0)
    ),
    efforts as (
        select
            target_no,
            sum(effort) over (order by effort, target_no rows between unbounded preceding and current row) as spent
        from (
            select target_no, {{ effort_of_sums('max(in_reach)', 'max(max_items)', 'max(percent_tolerance)') }} as effort
            from useful
            group by target_no, max_items
            having max(in_reach) <= {{ candidates_allowed('max(max_items)') }}
        ) as targets
    )
    select useful.*, cast(1 as bigint) << cast(useful.place as integer) as member
    from useful
    inner join efforts using (target_no)
    where efforts.spent <= {{ budget }}
{% endmacro %}
