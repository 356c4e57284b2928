{#-
  Pass `amount_date`, round 2: as many lines of an amount on the one side as on the other, and nothing that tells those of a
  side apart. Whoever pairs them, in whatever way, says the same of the books; so they pair in date order, if all dates then
  fit the window. A stretch of lines ends where none of its amount follows within the window: no line of it has a
  candidate beyond it.
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
        select
            even.*,
            {{ hash_key(marks_of_a_line('even', 'words')) }} as marks,
            case
                when even.reference_key is null and words.counterparty is not null then {{ stems_of_a_line('words') }}
            end as stems
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
            end as misfit,
            {{ stems_contradict('lefts.stems', 'rights.stems') }} as contradicts
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
        case when judged.contradicts then 5000 else 10000 end as score,
        case
            when judged.contradicts then {{ contradiction() }}
            else
                cast(judged.lines as varchar) || ' interchangeable items of '
                || {{ amount_text(major('judged.amount', 'currencies.unit')) }} || ' ' || judged.currency
                || ' on each side, paired in date order'
        end as evidence
    from judged
    inner join {{ ref('stg_currencies') }} as currencies on judged.currency = currencies.currency
    where judged.misfits = 0
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
