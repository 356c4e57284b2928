{#-
  Pass `amount_date`: the same amount within some days, when neither line could be matched with any other. Two references
  of one scheme that differ (INV-7, INV-8) name two different things, and speak against a match; with `by: counterparty`, so
  do two counterparties. A line that repeats another's own id takes no part: the source said that it is the same line again.
-#}

{#- Round 1: pairs in which each is the other's only candidate. -#}
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
  Round 2: as many lines of an amount on the one side as on the other, and nothing that tells those of a side apart. Whoever
  pairs them, in whatever way, says the same of the books; so they pair in date order, if all dates then fit the window.
  A stretch of lines ends where none of its amount follows within the window: no line of it has a candidate beyond it.
-#}
{% macro round_amount_date_interchangeable(open, rule) %}
    with lines as (
        {{ items_by_amount(open, rule, 'left') }}
        union all
        {{ items_by_amount(open, rule, 'right') }}
    ),
    repeated as (
        select reconciliation_no, currency, amount, shared_key
        from lines
        group by reconciliation_no, currency, amount, shared_key
        having least({{ count_of_side('left') }}, {{ count_of_side('right') }}) > 1
    ),
    spaced as (
        select
            lines.*,
            {{ days_between('lag(lines.date) over by_date', 'lines.date') }} as days_after
        from lines
        inner join repeated using (reconciliation_no, currency, amount, shared_key)
        window by_date as (
            partition by lines.reconciliation_no, lines.currency, lines.amount, lines.shared_key
            order by lines.date, lines.side, lines.item_no
        )
    ),
    stretches as (
        select
            *,
            sum(case when days_after > within_days then 1 else 0 end) over (
                partition by reconciliation_no, currency, amount, shared_key order by date, side, item_no
                rows between unbounded preceding and current row
            ) as stretch
        from spaced
    ),
    counted as (
        select
            stretches.*,
            {{ count_of_side('left') }} over stretch_of as lefts,
            {{ count_of_side('right') }} over stretch_of as rights,
            row_number() over (
                partition by reconciliation_no, currency, amount, shared_key, stretch, side order by date, item_no
            ) as rank_no
        from stretches
        window stretch_of as (partition by reconciliation_no, currency, amount, shared_key, stretch)
    ),
    even as (select * from counted where lefts = rights),
    marked as (
        select even.*, {{ hash_key(marks_of_a_line('even', 'words')) }} as marks
        from even
        inner join ({{ words_of('even') }}) as words
            on even.item_no = words.item_no and even.side = words.side
    ),
    alike as (
        select reconciliation_no, currency, amount, shared_key, stretch
        from marked
        group by reconciliation_no, currency, amount, shared_key, stretch
        having
            count(distinct case when side = 'left' then marks end) = 1
            and count(distinct case when side = 'right' then marks end) = 1
    ),
    pairs as (
        select
            lefts.reconciliation_no,
            lefts.currency,
            lefts.amount,
            lefts.shared_key,
            lefts.stretch,
            lefts.lefts as lines,
            lefts.item_no as left_no,
            rights.item_no as right_no,
            case
                when {{ near('lefts', 'rights') }}
                    and not {{ references_contradict('lefts.reference_key', 'rights.reference_key') }}
                    then 0
                else 1
            end as misfit
        from marked as lefts
        inner join marked as rights using (reconciliation_no, currency, amount, shared_key, stretch, rank_no)
        inner join alike using (reconciliation_no, currency, amount, shared_key, stretch)
        where lefts.side = 'left' and rights.side = 'right'
    ),
    judged as (
        select *, sum(misfit) over (partition by reconciliation_no, currency, amount, shared_key, stretch) as misfits
        from pairs
    )
    select
        judged.reconciliation_no,
        judged.left_no as match_no,
        judged.left_no,
        judged.right_no,
        10000 as score,
        cast(judged.lines as varchar) || ' interchangeable items of '
            || {{ amount_text(major('judged.amount', 'currencies.unit')) }} || ' ' || judged.currency
            || ' on each side, paired in date order' as evidence
    from judged
    inner join {{ ref('stg_currencies') }} as currencies using (currency)
    where judged.misfits = 0
{% endmacro %}

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

{% macro count_of_side(side) -%}
    sum(case when side = '{{ side }}' then 1 else 0 end)
{%- endmacro %}

{#- All that an accountant could tell two lines of one amount apart by. -#}
{% macro marks_of_a_line(item, words) -%}
    {{ return([
        item ~ '.source',
        item ~ '.entity_id',
        item ~ '.reference_key',
        item ~ '.group_key',
        item ~ '.counterparty_key',
        item ~ '.reversed_journal',
        item ~ '.fee',
        words ~ '.description',
        words ~ '.reference',
        words ~ '.counterparty',
    ]) }}
{%- endmacro %}

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
