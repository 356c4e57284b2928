{#-
  Pass `amount_date`: the same amount within some days, when neither line could be matched with any other. Two references
  of one scheme that differ (INV-7, INV-8) name two different things, and speak against a match. A line that repeats another's own
  id takes no part: the source said that it is the same line again.
-#}
{% macro round_amount_date_unique(open, rule) %}
    with pairs as ({{ amount_date_pairs(open, rule) }}),
    left_counts as (select left_no, count(*) as candidates from pairs group by left_no),
    right_counts as (select right_no, count(*) as candidates from pairs group by right_no)
    select
        pairs.reconciliation_no,
        pairs.left_no as match_no,
        pairs.left_no,
        pairs.right_no,
        10000 as score,
        cast(null as varchar) as evidence
    from pairs
    inner join left_counts on pairs.left_no = left_counts.left_no and left_counts.candidates = 1
    inner join right_counts on pairs.right_no = right_counts.right_no and right_counts.candidates = 1
{% endmacro %}

{#-
  Every possible pair. An item with more than `max_candidates` lines of its amount in its window is beyond proof, and is left
  out before the join, which could otherwise grow with the square of a popular price.
-#}
{% macro amount_date_pairs(open, rule, max_candidates=50) %}
    with left_open as ({{ open_side(open, rule, 'left') }} and items.amount <> 0 and items.occurrence = 1),
    right_open as ({{ open_side(open, rule, 'right') }} and items.amount <> 0 and items.occurrence = 1),
    left_days as ({{ lines_per_day('left_open') }}),
    right_days as ({{ lines_per_day('right_open') }}),
    left_crowds as ({{ crowded_days('left_days', 'right_days', max_candidates) }}),
    right_crowds as ({{ crowded_days('right_days', 'left_days', max_candidates) }}),
    left_sparse as ({{ not_crowded('left_open', 'left_crowds') }}),
    right_sparse as ({{ not_crowded('right_open', 'right_crowds') }})
    select left_sparse.reconciliation_no, left_sparse.item_no as left_no, right_sparse.item_no as right_no
    from left_sparse
    inner join right_sparse
        on
            left_sparse.reconciliation_no = right_sparse.reconciliation_no
            and left_sparse.currency = right_sparse.currency
            and left_sparse.amount = right_sparse.amount
    where
        {{ near('left_sparse', 'right_sparse') }}
        and not {{ references_contradict('left_sparse.reference_key', 'right_sparse.reference_key') }}
{% endmacro %}

{% macro references_contradict(left, right) -%}
    coalesce(
        {{ left }} <> {{ right }} and {{ reference_scheme(left) }} = {{ reference_scheme(right) }},
        false
    )
{%- endmacro %}

{% macro lines_per_day(relation) %}
    select reconciliation_no, currency, amount, date, within_days, count(*) as lines
    from {{ relation }}
    group by reconciliation_no, currency, amount, date, within_days
{% endmacro %}

{% macro crowded_days(days, other_days, max_candidates) %}
    select {{ days }}.reconciliation_no, {{ days }}.currency, {{ days }}.amount, {{ days }}.date
    from {{ days }}
    inner join {{ other_days }}
        on
            {{ days }}.reconciliation_no = {{ other_days }}.reconciliation_no
            and {{ days }}.currency = {{ other_days }}.currency
            and {{ days }}.amount = {{ other_days }}.amount
    where {{ near(days, other_days) }}
    group by {{ days }}.reconciliation_no, {{ days }}.currency, {{ days }}.amount, {{ days }}.date
    having sum({{ other_days }}.lines) > {{ max_candidates }}
{% endmacro %}

{% macro not_crowded(relation, crowds) %}
    select {{ relation }}.*
    from {{ relation }}
    left join {{ crowds }} using (reconciliation_no, currency, amount, date)
    where {{ crowds }}.amount is null
{% endmacro %}
