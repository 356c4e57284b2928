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
        where
            words >= 320
            or (gap_step = 0 and reconciliation_no not in (select units.reconciliation_no from placed_units as units))
    ),

    {{ learned('first', 'weighed_plainly', lead=192, least=0) }},
    {{ weighed('weighed_once', 'pairs', 'first', 'pairs.words - 128', least=-640) }},
    {{ learned('second', 'weighed_once', lead=256, least=128) }},

    second_words as ({{ learned_words('second_seeds') }}),

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
            select
                reconciliation_no,
                currency,
                is_plus,
                bucket + buckets.step as bucket,
                span + spans.step as span,
                count(*) as items
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
