{#-
  Pass `fx`: the same payment in two currencies. The left amount at the rate of its day is the right amount, within the band
  that the rule's tolerances give (none: to the smallest unit). By reference where both lines have one and it stands once on
  each side: what is out of the band is then a variance, and proposed. Else by amount and date, where neither line fits any
  other. What has no rate is not matched: a rate that is missing never counts as 1.
-#}

{#- Round 1: the same reference, once on each side. -#}
{% macro round_fx_by_reference(open, rule) %}
    {%- set name = ['reconciliation_no', 'reference_key'] -%}
    with left_open as ({{ open_side(open, rule, 'left') }}),
    right_open as ({{ open_side(open, rule, 'right') }}),
    left_alone as ({{ alone_by_reference('left_open', name) }}),
    right_alone as ({{ alone_by_reference('right_open', name) }}),
    pairs as (
        select
            left_alone.*,
            left_alone.currency as from_currency,
            left_alone.date as day,
            right_alone.currency as to_currency,
            right_alone.item_no as right_no,
            right_alone.amount as right_amount
        from left_alone
        inner join right_alone using (reconciliation_no, reference_key)
        where
            left_alone.currency <> right_alone.currency
            and sign(left_alone.amount) = sign(right_alone.amount)
            and {{ near('left_alone', 'right_alone') }}
    ),
    needs as (select distinct from_currency, to_currency, day from pairs),
    rates as ({{ day_rates('needs') }}),
    valued as ({{ valued_at_rates('pairs', 'rates') }})
    select
        reconciliation_no,
        item_no as match_no,
        item_no as left_no,
        right_no,
        case when {{ within_band('valued') }} then 10000 else {{ variance_score() }} end as score,
        {{ fx_evidence('valued') }} as evidence
    from valued
    where expected is not null
{% endmacro %}

{#- Round 2: by amount and date, each line the other's only candidate. Without `within_days` any day would do: it is needed. -#}
{% macro round_fx_by_amount(open, rule, max_candidates=50) %}
    with left_open as ({{ open_side(open, rule, 'left') }} and items.amount <> 0 and items.occurrence = 1 and rule.within_days is not null),
    right_open as ({{ open_side(open, rule, 'right') }} and items.amount <> 0 and items.occurrence = 1 and rule.within_days is not null),
    right_currencies as (select distinct reconciliation_no, currency as to_currency from right_open),
    {# Days in stretches as long as the window: what lies within it is in the same one or the next. #}
    right_reach as (
        select right_open.*, {{ stretch_of('right_open') }} + steps.step as stretch
        from right_open
        cross join (select -1 as step union all select 0 union all select 1) as steps
    ),
    sources as (
        select
            left_open.*,
            left_open.currency as from_currency,
            left_open.date as day,
            right_currencies.to_currency,
            {{ stretch_of('left_open') }} as stretch
        from left_open
        inner join right_currencies using (reconciliation_no)
        where left_open.currency <> right_currencies.to_currency
    ),
    needs as (select distinct from_currency, to_currency, day from sources),
    rates as ({{ day_rates('needs') }}),
    converted as ({{ valued_at_rates('sources', 'rates') }}),
    valued as (
        select converted.*, right_reach.item_no as right_no, right_reach.amount as right_amount
        from converted
        inner join right_reach
            on
                converted.reconciliation_no = right_reach.reconciliation_no
                and converted.to_currency = right_reach.currency
                and converted.stretch = right_reach.stretch
        where
            sign(converted.amount) = sign(right_reach.amount)
            and {{ near('converted', 'right_reach') }}
            and (converted.reference_key is null or right_reach.reference_key is null)
    ),
    fitting as (
        select * from valued
        where {{ within_band('valued') }}
    ),
    left_counts as (select item_no, count(*) as candidates from fitting group by item_no),
    right_counts as (select right_no, count(*) as candidates from fitting group by right_no),
    counted as (
        select fitting.*, greatest(left_counts.candidates, right_counts.candidates) as candidates
        from fitting
        inner join left_counts using (item_no)
        inner join right_counts using (right_no)
    ),
    scored as (
        select *, case when candidates > 1 then {{ ambiguity_score() }} else 10000 end as score
        from counted
        where candidates <= {{ max_candidates }}
    )
    select
        reconciliation_no,
        item_no as match_no,
        item_no as left_no,
        right_no,
        score,
        {{ fx_evidence('scored') }} || case when candidates > 1 then ', but others fit as well' else '' end as evidence
    from scored
    where candidates = 1 or confirm_at > score
{% endmacro %}

{% macro stretch_of(item) -%}
    {{ times_in(days_between("date '1900-01-01'", item ~ '.date'), item ~ '.within_days + 1') }}
{%- endmacro %}

{#- Left items with `expected`: what they are worth in to_currency at the rate of their day, in minor units. -#}
{% macro valued_at_rates(items, rates) %}
    select
        {{ items }}.*,
        {{ rates }}.numerator,
        {{ rates }}.denominator,
        {{ rates }}.rate_date,
        {{ rates }}.source as rate_source,
        left_currencies.unit as left_unit,
        right_currencies.unit,
        case when {{ items }}.amount < 0 then -1 else 1 end
        * {{ converted('abs(' ~ items ~ '.amount)', rates, 'left_currencies', 'right_currencies') }} as expected
    from {{ items }}
    inner join {{ rates }} using (from_currency, to_currency, day)
    inner join {{ ref('stg_currencies') }} as left_currencies on {{ items }}.from_currency = left_currencies.currency
    inner join {{ ref('stg_currencies') }} as right_currencies on {{ items }}.to_currency = right_currencies.currency
{% endmacro %}

{% macro within_band(valued) -%}
    {{ tolerated('(' ~ valued ~ '.right_amount - ' ~ valued ~ '.expected)', valued ~ '.expected', valued, valued ~ '.unit') }}
{%- endmacro %}

{% macro fx_evidence(valued) -%}
    {%- set difference = valued ~ '.right_amount - ' ~ valued ~ '.expected' -%}
    {{ amount_text(major(valued ~ '.amount', valued ~ '.left_unit')) }} || ' ' || {{ valued }}.from_currency
    || ' at ' || {{ rate_text(valued) }}
    || ' = ' || {{ amount_text(major(valued ~ '.expected', valued ~ '.unit')) }} || ' ' || {{ valued }}.to_currency
    || case
        when {{ difference }} <> 0
            then '; the amount of ' || {{ amount_text(major(valued ~ '.right_amount', valued ~ '.unit')) }}
                || ' differs by ' || {{ amount_text(major('abs(' ~ difference ~ ')', valued ~ '.unit')) }}
        else ''
    end
{%- endmacro %}

{% macro rounds_of_fx() -%}{{ return(['fx_by_reference', 'fx_by_amount']) }}{%- endmacro %}
