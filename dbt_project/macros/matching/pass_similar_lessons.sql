{#-
  What pass `similar` learns from: pairs that it takes for right teach how often a lag, a gap or so many words in common
  are met among those that belong together; all candidates, how often at random.
-#}

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
        where
            weight = left_best
            and weight = right_best
            and left_rivals = 1
            and right_rivals = 1
            and weight >= {{ least }}
    ),

    {{ name }}_lag_lessons as (
        select reconciliation_no, lag from {{ name }}_seeds
        union all
        select reconciliation_no, lag from earlier_lags
    ),

    {{ name }}_lags as ({{ learned_steps(name ~ '_lag_lessons', 'lag', '16') }}),
    {{ name }}_gaps as ({{ learned_steps(name ~ '_seeds', 'gap_step', ordinary_gap(), among='words > 0') }})
{% endmacro %}

{#- A weight for each step: of the pairs that teach, of those at random, and of four ordinary ones, given in 16ths. -#}
{% macro learned_steps(lessons, step, ordinary, among='true') %}
    select
        seen.reconciliation_no,
        seen.{{ step }},
        {%- set others = 'greatest(seen.others - coalesce(taught.pairs, 0), 0) + 1' %}
        {%- set expected = '16 * coalesce(taught.pairs, 0) * (greatest(totals.pairs - seeds.pairs, 0) + 1)' %}
        cast(
            {{ log2_64ths(whole(expected, others) ~ ' + 4 * ' ~ ordinary) }} - {{ log2_64ths('16 * seeds.pairs + 64') }}
            as integer
        ) as weight
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

{#- A weight for each step of words in common; two ordinary pairs say that rare words are as rare as they are. -#}
{% macro learned_words(seeds) %}
    {%- set others = 'greatest(seen.pairs - coalesce(taught.pairs, 0), 0) + 1' %}
    {%- set times = 'least(' ~ whole('reachable.pairs', others) ~ ', 1000000000)' %}
    {%- set ordinary = power2_of_64ths('64 * ' ~ whole('seen.words_step', '5')) %}
    select
        seen.reconciliation_no,
        seen.words_step,
        cast(
            case
                when seen.words_step = 0 then {{ log2_64ths('16 * coalesce(taught.pairs, 0) + 32') }}
                else {{ log2_64ths('16 * coalesce(taught.pairs, 0) * ' ~ times ~ ' + ' ~ ordinary) }} - 64
            end
            - {{ log2_64ths('16 * lessons.pairs + 32') }}
            as integer
        ) as weight
    from (select reconciliation_no, words_step, count(*) as pairs from pairs group by reconciliation_no, words_step) as seen
    inner join reachable using (reconciliation_no)
    inner join (
        select sizes.reconciliation_no, count(seeds.left_no) as pairs
        from sizes
        left join {{ seeds }} as seeds using (reconciliation_no)
        group by sizes.reconciliation_no
    ) as lessons using (reconciliation_no)
    left join (
        select reconciliation_no, words_step, count(*) as pairs from {{ seeds }} group by reconciliation_no, words_step
    ) as taught using (reconciliation_no, words_step)
{% endmacro %}

{#- How much more often than at random the amounts of an ordinary pair lie so near, in 16ths. -#}
{% macro ordinary_gap(step='gap_step') -%}
    case abs({{ step }})
        when 0 then 512 when 1 then 128 when 2 then 96 when 3 then 64 when 4 then 45
        when 5 then 32 when 6 then 20 when 7 then 13 when 8 then 8 else 4
    end
{%- endmacro %}

{#-
  The lags of pairs that the passes before have confirmed: of the last lines of the latest file, for some hundred teach as
  much as all, and a run that has little to match shall not read the rest.
-#}
{% macro lags_confirmed_before(lines=500) %}
    select lefts.reconciliation_no, {{ days_between('lefts.date', 'rights.date') }} as lag
    from (
        select {{ whole('left_no', item_no(1, 0, 0)) }} as reconciliation_no, max(left_no) as left_no
        from {{ this }}
        where status = 'confirmed' and right_no is not null
        group by {{ whole('left_no', item_no(1, 0, 0)) }}
    ) as latest
    inner join sizes using (reconciliation_no)
    inner join {{ this }} as links
        on
            latest.reconciliation_no = {{ whole('links.left_no', item_no(1, 0, 0)) }}
            and links.left_no > latest.left_no - {{ lines }}
            and links.right_no is not null
            and links.status = 'confirmed'
    inner join {{ ref('int_items') }} as lefts on links.left_no = lefts.item_no and lefts.side = 'left'
    inner join {{ ref('int_items') }} as rights on links.right_no = rights.item_no and rights.side = 'right'
{% endmacro %}
