{#-
  The rate of each wanted day: `needs` names from_currency, to_currency and day; found are numerator / denominator, the day
  that the rate is of, and its source. It is the day's own or the latest of the days before it (seven: none is fixed on a
  weekend), given directly, the other way round, or for both currencies in euro on one day. What has no rate has no row.
-#}
{% macro day_rates(needs, base='EUR', days=7) %}
    with wanted as (
        select needs.from_currency, needs.to_currency, needs.day, needs.day - steps.step as rate_date
        from {{ needs }} as needs
        cross join (
            {%- for step in range(days + 1) %}select {{ step }} as step{{ ' union all ' if not loop.last }}{% endfor -%}
        ) as steps
    ),
    quotes as (
        select base, quote, date as rate_date, units as numerator, per as denominator, source, path, 0 as standing
        from {{ source('raw', 'rates') }}
    ),
    legs as ({{ quotes_both_ways('quotes', ['rate_date']) }}),
    found as ({{ rate_paths('wanted', 'legs', ['rate_date'], base) }}),
    ranked as (
        select
            *,
            row_number() over (
                partition by from_currency, to_currency, day order by rate_date desc, preference, numerator, denominator
            ) as place
        from found
    )
    select from_currency, to_currency, day, numerator, denominator, rate_date, source, path
    from ranked
    where place = 1
{% endmacro %}

{#- A positive amount in minor units, converted: one fraction of whole numbers, rounded once; null where it is out of reach. -#}
{% macro converted(amount, rate, from_currency, to_currency) -%}
    {{ half_even(
        '(' ~ wide(amount) ~ ' * ' ~ rate ~ '.numerator * ' ~ to_currency ~ '.minor_per_major)',
        '(' ~ rate ~ '.denominator * ' ~ from_currency ~ '.minor_per_major)'
    ) }}
{%- endmacro %}

{#- The same of an amount that may be negative; nothing is worth nothing at any rate, known or not. -#}
{% macro translated(amount, rate, from_currency, to_currency) -%}
    case
        when {{ amount }} = 0 then 0
        when {{ amount }} < 0 then -{{ converted('(-(' ~ amount ~ '))', rate, from_currency, to_currency) }}
        else {{ converted(amount, rate, from_currency, to_currency) }}
    end
{%- endmacro %}

{#- A rate as people write it, with ten decimals at most, its day and its source. -#}
{% macro rate_text(rate) -%}
    coalesce(
        {{ amount_text('cast(' ~ half_even(rate ~ '.numerator * 10000000000', rate ~ '.denominator') ~ ' * 0.0000000001 as decimal(38, 10))') }},
        'a rate'
    ) || ' (' || {{ rate }}.rate_source || ', ' || cast({{ rate }}.rate_date as varchar) || ')'
{%- endmacro %}
