{#-
  How much each piece of evidence weighs in pass `similar`. A weight is log2(how often pairs that belong together are so :
  how often pairs at random are so): twice as often is one bit. Both are counted among the candidates themselves. Pairs that
  belong together are told by being each other's best by far, first by words and nearness alone, then by the weights that
  these taught. To the days, the confirmed matches of the passes before teach as well. A few imagined pairs of an ordinary
  reconciliation are added to each count, so that a small one is judged by them.
-#}
{% macro similar_weights() %}
    reachable as ({{ pairs_within_reach() }}),

    earlier_lags as ({{ lags_confirmed_before() }}),

    weighed_plainly as (
        select pairs.*, words + {{ log2_64ths(ordinary_gap()) }} as weight
        from pairs
        where words >= 320 or (gap_step = 0 and reconciliation_no not in (select units.reconciliation_no from placed_units as units))
    ),

    {{ learned('first', 'weighed_plainly', lead=192, least=0) }},
    {{ weighed('weighed_once', 'pairs', 'first', 'pairs.words - 128', least=-640) }},
    {{ learned('second', 'weighed_once', lead=256, least=128) }},

    second_words as (
        select
            seen.reconciliation_no,
            seen.words_step,
            case
                when seen.words_step = 0
                    then {{ log2_64ths('16 * coalesce(taught.pairs, 0) + 32') }} - {{ log2_64ths('16 * seeds.pairs + 32') }}
                else
                    {{ log2_64ths(
                        '16 * coalesce(taught.pairs, 0) * least(' ~ whole('reachable.pairs', 'greatest(seen.pairs - coalesce(taught.pairs, 0), 0) + 1')
                        ~ ', 1000000000) + ' ~ power2_of_64ths('64 * ' ~ whole('seen.words_step', '5'))
                    ) }} - 64 - {{ log2_64ths('16 * seeds.pairs + 32') }}
            end as weight
        from (
            select reconciliation_no, words_step, count(*) as pairs
            from pairs group by reconciliation_no, words_step
        ) as seen
        inner join reachable using (reconciliation_no)
        inner join second_seeds_count as seeds using (reconciliation_no)
        left join (
            select reconciliation_no, words_step, count(*) as pairs
            from second_seeds group by reconciliation_no, words_step
        ) as taught using (reconciliation_no, words_step)
    ),

    {{ weighed('weighed_again', 'weighed_once', 'second', 'second_words.weight', least=-512) }}
{% endmacro %}

{#- Pairs of items that lie within the tolerance and the window: two ninths of all in neighbouring buckets and spans. -#}
{% macro pairs_within_reach() %}
    select
        sizes.reconciliation_no,
        coalesce(counted.pairs, 0) + 1 as pairs,
        cast(
            {{ log2_64ths('sizes.smaller_side + 1') }} - {{ log2_64ths('coalesce(counted.pairs, 0) + 1') }}
            as integer
        ) as chance
    from sizes
    left join (
        select lefts.reconciliation_no, {{ whole('cast(sum(lefts.items * rights.items) as bigint) * 2', '9') }} as pairs
        from (
            select reconciliation_no, currency, is_plus, bucket + buckets.step as bucket, span + spans.step as span, count(*) as items
            from similar_items
            cross join (select -1 as step union all select 0 as step union all select 1 as step) as buckets
            cross join (select -1 as step union all select 0 as step union all select 1 as step) as spans
            where side = 'left'
            group by reconciliation_no, currency, is_plus, bucket + buckets.step, span + spans.step
        ) as lefts
        inner join (
            select reconciliation_no, currency, is_plus, bucket, span, count(*) as items
            from similar_items
            where side = 'right'
            group by reconciliation_no, currency, is_plus, bucket, span
        ) as rights using (reconciliation_no, currency, is_plus, bucket, span)
        group by lefts.reconciliation_no
    ) as counted using (reconciliation_no)
{% endmacro %}

{#- The lags of the latest pairs that the passes before have confirmed: a few hundred teach as much as all. -#}
{% macro lags_confirmed_before(at_most=200) %}
    select lefts.reconciliation_no, {{ days_between('lefts.date', 'rights.date') }} as lag
    from (
        select
            links.left_no,
            links.right_no,
            row_number() over (
                partition by {{ reconciliation_of('links.left_no') }} order by links.left_no desc
            ) as back
        from {{ this }} as links
        where links.status = 'confirmed' and links.left_no is not null and links.right_no is not null
    ) as latest
    inner join {{ ref('int_items') }} as lefts on latest.left_no = lefts.item_no and lefts.side = 'left'
    inner join {{ ref('int_items') }} as rights on latest.right_no = rights.item_no and rights.side = 'right'
    where latest.back <= {{ at_most }}
{% endmacro %}

{#- How much more often than at random the amounts of an ordinary pair lie so near, in 16ths. -#}
{% macro ordinary_gap(step='gap_step') -%}
    case abs({{ step }})
        when 0 then 512 when 1 then 128 when 2 then 96 when 3 then 64 when 4 then 45
        when 5 then 32 when 6 then 20 when 7 then 13 when 8 then 8 else 4
    end
{%- endmacro %}

{#- What pairs that are each other's best by a lead of some bits teach: a weight for each lag and for each step of the gap. -#}
{% macro learned(name, relation, lead, least) %}
    {{ name }}_bests as (
        select
            *,
            max(weight) over (partition by left_no) as left_best,
            max(weight) over (partition by right_no) as right_best
        from {{ relation }}
    ),

    {{ name }}_rivals as (
        select
            *,
            count(*) over (partition by left_no) as left_rivals,
            count(*) over (partition by right_no) as right_rivals
        from {{ name }}_bests
        where weight >= left_best - {{ lead }} or weight >= right_best - {{ lead }}
    ),

    {{ name }}_seeds as (
        select * from {{ name }}_rivals
        where weight = left_best and weight = right_best and left_rivals = 1 and right_rivals = 1 and weight >= {{ least }}
    ),

    {{ name }}_seeds_count as (
        select sizes.reconciliation_no, count(seeds.left_no) as pairs
        from sizes
        left join {{ name }}_seeds as seeds using (reconciliation_no)
        group by sizes.reconciliation_no
    ),

    {{ name }}_lag_lessons as (
        select reconciliation_no, lag from {{ name }}_seeds
        union all
        select reconciliation_no, lag from earlier_lags
    ),

    {{ name }}_lags as ({{ learned_steps(name ~ '_lag_lessons', 'lag', '16') }}),
    {{ name }}_gaps as ({{ learned_steps(name ~ '_seeds', 'gap_step', ordinary_gap(), among='words > 0') }})
{% endmacro %}

{% macro learned_steps(lessons, step, ordinary, among='true') %}
    select
        seen.reconciliation_no,
        seen.{{ step }},
        cast({{ log2_64ths(
            whole('16 * coalesce(taught.pairs, 0) * (greatest(totals.pairs - seeds.pairs, 0) + 1)', 'greatest(seen.others - coalesce(taught.pairs, 0), 0) + 1')
            ~ ' + 4 * ' ~ ordinary
        ) }} - {{ log2_64ths('16 * seeds.pairs + 64') }} as integer) as weight
    from (
        select reconciliation_no, {{ step }}, count(case when {{ among }} then 1 end) as others
        from pairs group by reconciliation_no, {{ step }}
    ) as seen
    inner join (
        select reconciliation_no, count(case when {{ among }} then 1 end) as pairs from pairs group by reconciliation_no
    ) as totals using (reconciliation_no)
    inner join (
        select sizes.reconciliation_no, count(lessons.{{ step }}) as pairs
        from sizes
        left join {{ lessons }} as lessons using (reconciliation_no)
        group by sizes.reconciliation_no
    ) as seeds using (reconciliation_no)
    left join (
        select reconciliation_no, {{ step }}, count(*) as pairs
        from {{ lessons }} group by reconciliation_no, {{ step }}
    ) as taught using (reconciliation_no, {{ step }})
{% endmacro %}

{#- The pairs by what was learned; those that are too unlikely are no candidates. -#}
{% macro weighed(name, among, learned, words, least) %}
    {{ name }} as (
        select * from (
            select
                pairs.reconciliation_no,
                pairs.left_no,
                pairs.right_no,
                pairs.lag,
                pairs.gap_step,
                pairs.words,
                pairs.words_step,
                {{ words }} + lags.weight + gaps.weight + reachable.chance as weight
            from {{ among }} as pairs
            inner join reachable using (reconciliation_no)
            inner join {{ learned }}_lags as lags using (reconciliation_no, lag)
            inner join {{ learned }}_gaps as gaps using (reconciliation_no, gap_step)
            {%- if 'second_words' in words %}
            inner join second_words using (reconciliation_no, words_step)
            {%- endif %}
        ) as sums
        where weight > {{ least }}
    )
{% endmacro %}
