{#-
  Pass `amount_date`: the same amount within some days, when neither line could be matched with any other. Two references
  of one scheme that differ (INV-7, INV-8) name two different things, and speak against a match; with `by: counterparty`, so
  do two counterparties. A line that repeats another's own id takes no part: the source said that it is the same line again.
-#}

{#-
  Round 1: pairs in which each is the other's only candidate. What their words contradict is no proof, and is proposed. Round 2 is
  in pass_amount_date_interchangeable.sql.
-#}
{% macro round_amount_date_unique(open, rule) %}
    with pairs as ({{ amount_date_pairs(open, rule) }}),
    left_counts as (select left_no, count(*) as candidates from pairs group by left_no),
    right_counts as (select right_no, count(*) as candidates from pairs group by right_no),
    only_pairs as (
        select pairs.*
        from pairs
        inner join left_counts on pairs.left_no = left_counts.left_no and left_counts.candidates = 1
        inner join right_counts on pairs.right_no = right_counts.right_no and right_counts.candidates = 1
    ),
    nameless_items as (
        select items.item_no, items.side, items.file_id, items.line_no
        from {{ open }} as items
        where
            items.reference_key is null
            and (
                items.side = 'left' and items.item_no in (select left_no from only_pairs)
                or items.side = 'right' and items.item_no in (select right_no from only_pairs)
            )
    ),
    nameless as (
        select words.item_no, words.side, {{ stems_of_a_line('words') }} as stems
        from ({{ words_of('nameless_items') }}) as words
        where words.counterparty is not null
    )
    select
        only_pairs.reconciliation_no,
        only_pairs.left_no as match_no,
        only_pairs.left_no,
        only_pairs.right_no,
        case when {{ stems_contradict('lefts.stems', 'rights.stems') }} then 5000 else 10000 end as score,
        case when {{ stems_contradict('lefts.stems', 'rights.stems') }} then {{ contradiction() }} end as evidence
    from only_pairs
    left join nameless as lefts on only_pairs.left_no = lefts.item_no and lefts.side = 'left'
    left join nameless as rights on only_pairs.right_no = rights.item_no and rights.side = 'right'
{% endmacro %}

{#-
  Two lines contradict each other if neither has a reference, both name a counterparty, and no word of the one (description and
  counterparty) is a word of the other: the rent of a landlord, a meal at a restaurant. Words meet by their first four letters, since
  they are inflected and cut; digits meet by chance.
-#}
{% macro stems_contradict(lefts, rights) -%}
    coalesce({{ lefts }} <> '' and {{ rights }} <> '' and not {{ share_a_word(lefts, rights) }}, false)
{%- endmacro %}

{#- What `stems_contradict` compares: the beginnings of the words of three letters and more, as a text. -#}
{% macro stems_of_a_line(words) -%}
    {{ return(word_beginnings(plain_words("concat_ws(' ', " ~ words ~ ".description, " ~ words ~ ".counterparty)"))) }}
{%- endmacro %}

{% macro contradiction() -%}'Same amount within the window, but no word of the one is a word of the other'{%- endmacro %}

{#- The open items of a side that an amount may speak for. -#}
{% macro items_by_amount(open, rule, side) -%}
    select *
    from ({{ open_side_by_key(open, rule, side) }}) as items
    where items.amount <> 0 and items.occurrence = 1 and items.shared_key is not null
{%- endmacro %}

{#- The open items of a side with the key that candidates must share (`by`); without `by` all share one. -#}
{% macro open_side_by_key(open, rule, side) %}
    select
        items.*,
        case
            when items.group_by is null then ''
            when items.group_by = 'counterparty' then items.counterparty_key
            when items.group_by = 'reference' then items.reference_key
            when items.group_by = 'group' then items.group_key
        end as shared_key
    from ({{ open_side(open, rule, side) }}) as items
{% endmacro %}

{#-
  Every possible pair. An item with more than `max_candidates` lines of its amount in its window is beyond proof, and is left
  out before the join, which could otherwise grow with the square of a popular price.
-#}
{% macro amount_date_pairs(open, rule, max_candidates=50) %}
    with left_open as ({{ items_by_amount(open, rule, 'left') }}),
    right_open as ({{ items_by_amount(open, rule, 'right') }}),
    left_days as ({{ lines_per_day('left_open') }}),
    right_days as ({{ lines_per_day('right_open') }}),
    left_crowds as ({{ crowded_days('left_days', 'right_days', max_candidates) }}),
    right_crowds as ({{ crowded_days('right_days', 'left_days', max_candidates) }}),
    left_sparse as ({{ not_crowded('left_open', 'left_crowds', 'right_crowds') }}),
    right_sparse as ({{ not_crowded('right_open', 'right_crowds', 'left_crowds') }})
    select left_sparse.reconciliation_no, left_sparse.item_no as left_no, right_sparse.item_no as right_no
    from left_sparse
    inner join right_sparse
        on
            left_sparse.reconciliation_no = right_sparse.reconciliation_no
            and left_sparse.currency = right_sparse.currency
            and left_sparse.amount = right_sparse.amount
            and left_sparse.shared_key = right_sparse.shared_key
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
    select reconciliation_no, currency, amount, shared_key, date, within_days, count(*) as lines
    from {{ relation }}
    group by reconciliation_no, currency, amount, shared_key, date, within_days
{% endmacro %}

{% macro crowded_days(days, other_days, max_candidates) %}
    select {{ days }}.reconciliation_no, {{ days }}.currency, {{ days }}.amount, {{ days }}.shared_key, {{ days }}.date
    from {{ days }}
    inner join {{ other_days }}
        on
            {{ days }}.reconciliation_no = {{ other_days }}.reconciliation_no
            and {{ days }}.currency = {{ other_days }}.currency
            and {{ days }}.amount = {{ other_days }}.amount
            and {{ days }}.shared_key = {{ other_days }}.shared_key
    where {{ near(days, other_days) }}
    group by {{ days }}.reconciliation_no, {{ days }}.currency, {{ days }}.amount, {{ days }}.shared_key, {{ days }}.date
    having sum({{ other_days }}.lines) > {{ max_candidates }}
{% endmacro %}

{#- Neither in a crowd nor within reach of one: whom the crowd was left out for could seem to have one candidate only. -#}
{% macro not_crowded(relation, crowds, other_crowds) %}
    select {{ relation }}.*
    from {{ relation }}
    left join {{ crowds }} using (reconciliation_no, currency, amount, shared_key, date)
    where
        {{ crowds }}.amount is null
        and not exists (
            select 1
            from {{ other_crowds }}
            where
                {{ relation }}.reconciliation_no = {{ other_crowds }}.reconciliation_no
                and {{ relation }}.currency = {{ other_crowds }}.currency
                and {{ relation }}.amount = {{ other_crowds }}.amount
                and {{ relation }}.shared_key = {{ other_crowds }}.shared_key
                and {{ near(relation, other_crowds) }}
        )
{% endmacro %}

{% macro rounds_of_amount_date() -%}{{ return(['amount_date_unique', 'amount_date_interchangeable']) }}{%- endmacro %}
