{#-
  Pass `similar`: no key says what belongs together, so the evidence is weighed: words in common (the rarer, the more they
  say), how far the amounts lie apart, and how many days. Each weighs as much as it tells pairs that belong together from
  pairs that do not, which is counted in this very reconciliation; see pass_similar_weights.sql.

  Weights are logarithms to base 2 in 64ths, and add up. A score is the chance, in points, that this pair is right and none
  of the other candidates of either item; it is confirmed only where words agree, and the runner-up of both items lies
  the rule's margin behind. What is left over is weighed again without the pairs found, and only proposed.
-#}
{% macro round_similar_mutual_best(open, rule) %}
    with similar_items as ({{ similar_items(open, rule) }}),
    {{ similar_candidates() }},
    {{ similar_weights() }},
    candidates as ({{ similar_odds('weighed_again') }}),
    {%- for round in range(4) %}
    ranked_{{ round }} as ({{ ranked_candidates('candidates' if loop.first else 'left_over_' ~ (round - 1)) }}),
    best_{{ round }} as ({{ mutual_best('ranked_' ~ round, at_least=[5000, 4000, 3000, 1][round], confirming=loop.first) }}),
    {%- if not loop.last %}
    left_over_{{ round }} as ({{ left_over('candidates' if loop.first else 'left_over_' ~ (round - 1), 'best_' ~ round) }}),
    {%- endif %}
    {%- endfor %}
    found as (
        {%- for round in range(4) %}
        select * from best_{{ round }}{{ ' union all' if not loop.last }}
        {%- endfor %}
    )
    select
        reconciliation_no,
        left_no as match_no,
        left_no,
        right_no,
        score,
        {{ similar_evidence('found') }} as evidence
    from found
{% endmacro %}

{#-
  The open items with what places them: `coordinate` is the logarithm of the amount, so shifted that an absolute tolerance and
  one in percent are both a distance on it, and `bucket` is as wide as the tolerance; `span` is as long as the window.
-#}
{% macro similar_items(open, rule) %}
    select
        placed.*,
        {{ whole('coordinate', 'reach') }} as bucket,
        {{ whole('coordinate', whole('reach', 10) ~ ' + 1') }} as middle_bucket,
        {{ whole('coordinate', whole('reach', 100) ~ ' + 1') }} as narrow_bucket
    from (
        select
            scaled.*,
            {{ log2_4096ths('abs(amount) + ' ~ whole('fixed_tolerance * 1000000', 'greatest(millionths, 1000)')) }} as coordinate,
            {{ whole('8192 * greatest(millionths, 1000)', '1000000 - greatest(millionths, 1000)') }} + 1 as reach,
            greatest(
                fixed_tolerance,
                {{ whole('abs(amount)', '1000000') }} * millionths
                + {{ whole('abs(amount) % 1000000 * millionths', '1000000') }}
            ) as tolerance_here,
            coalesce({{ whole(days_between("date '1970-01-01'", 'date'), 'within_days + 1') }}, 0) as span
        from (
            {%- for side in ('left', 'right') %}
            select
                items.item_no,
                items.side,
                items.reconciliation_no,
                items.file_id,
                items.line_no,
                items.currency,
                items.amount,
                items.date,
                items.reference_key,
                items.within_days,
                items.margin,
                items.confirm_at,
                items.amount > 0 as is_plus,
                cast(items.tolerance * currencies.minor_per_major as bigint) as fixed_tolerance,
                cast(least(items.percent_tolerance, 50) * 10000 as bigint) as millionths
            from ({{ open_side(open, rule, side) }}) as items
            inner join {{ ref('stg_currencies') }} as currencies using (currency)
            where items.amount <> 0 and {{ not_spoken_for('items', side) }}
            {{ 'union all' if not loop.last }}
            {%- endfor %}
        ) as scaled
    ) as placed
{% endmacro %}

{% macro similar_evidence(found) -%}
    case
        when {{ found }}.words < 64 then 'No telling words in common'
        else 'Words in common that 1 in '
            || cast({{ whole(power2_of_64ths('least(' ~ found ~ '.words, 1920)'), 64) }} as varchar) || ' items has'
    end
    || case
        when {{ found }}.gap_step = 0 then ', same amount'
        when {{ found }}.gap_step < 0 then ', the right amount is less'
        else ', the right amount is more'
    end
    || case when {{ found }}.lag = 0 then ', same day' else ', ' || cast(abs({{ found }}.lag) as varchar) end
    || case when {{ found }}.lag = 0 then '' when abs({{ found }}.lag) = 1 then ' day' else ' days' end
    || case when {{ found }}.lag = 0 then '' when {{ found }}.lag < 0 then ' earlier' else ' later' end
    || case
        when {{ found }}.rivals = 0 then ', no other candidate'
        when {{ found }}.rivals = 1 then ', ahead of 1 other candidate'
        else ', ahead of ' || cast({{ found }}.rivals as varchar) || ' other candidates'
    end
{%- endmacro %}

{% macro rounds_of_similar() -%}{{ return(['similar_mutual_best']) }}{%- endmacro %}
